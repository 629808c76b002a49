import { promisify } from 'node:util'
import { brotliCompress, gzip, constants as zlib } from 'node:zlib'
import type { Context } from './context.ts'

type Encoding = 'br' | 'gzip'

/** A text that is sent more than once. It is compressed when it is first asked for, and kept. */
export type Compressible = {
  readonly type: string
  readonly body: Buffer
  readonly compressed: Map<Encoding, Promise<Buffer>>
}

export const compressible = (type: string, body: Buffer): Compressible => ({
  type,
  body,
  compressed: new Map(),
})

const compressors = { br: promisify(brotliCompress), gzip: promisify(gzip) }

/** Answers with the text in the best encoding that the client takes. */
export async function sendCompressed(ctx: Context, text: Compressible): Promise<void> {
  const encoding = ctx.acceptsEncodings('br', 'gzip', 'identity')
  ctx.type = text.type
  ctx.vary('Accept-Encoding')
  if (encoding !== 'br' && encoding !== 'gzip') {
    ctx.body = text.body
    return
  }
  ctx.set('Content-Encoding', encoding)
  ctx.body = await compress(text, encoding)
}

async function compress(text: Compressible, encoding: Encoding): Promise<Buffer> {
  const known = text.compressed.get(encoding)
  if (known !== undefined) return await known
  // Brotli's best level takes seconds for Tabler's 600 kB; level 6 takes a moment and is nearly as small.
  const options = encoding === 'br' ? { params: { [zlib.BROTLI_PARAM_QUALITY]: 6 } } : {}
  const work = compressors[encoding](text.body, options)
  text.compressed.set(encoding, work)
  return await work
}
