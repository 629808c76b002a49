import type { TokenDeps } from './deps.ts'
import type { Issued, Written } from './issue.ts'
import { findToken } from './read-tokens.ts'

/** A token that was just written, as people see it. */
export async function readBack(
  { database, policies }: Pick<TokenDeps, 'database' | 'policies'>,
  { id, secret }: Written,
): Promise<Issued> {
  const token = await findToken(database.manager, await policies.inForce(), id)
  if (token === undefined) throw new Error('a token that was just written is not there')
  return { token, secret }
}
