import type { Services } from '../assemble.ts'
import { isProductError } from '../lib/index.ts'
import type { Token } from '../tokens/index.ts'
import { TokenIdUnknown } from './errors.ts'

/** Any token, by the id that token list shows. The room's words are for somebody who looks among their own. @throws {TokenIdUnknown} */
export const getToken = (tokens: Services['tokens'], id: string): Promise<Token> =>
  tokens.getAny(id).catch((error: unknown) => {
    throw isProductError(error) && error.code === 'token_not_found' ? new TokenIdUnknown(id) : error
  })
