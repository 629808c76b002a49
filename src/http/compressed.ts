import { createHash } from 'node:crypto'
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

/** Such a text with a validator, so that whoever has it already is not sent it again. */
export type Tagged = Compressible & { readonly etag: string }

/** The validator is a weak one: it is the same whatever the encoding. */
export const tagged = (type: string, body: Buffer): Tagged => ({
  ...compressible(type, body),
  etag: `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
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

/** @param kept how long whoever gets it may keep it, for `Cache-Control` */
export async function sendTagged(ctx: Context, text: Tagged, kept: string): Promise<void> {
  ctx.status = 200
  ctx.set('Cache-Control', kept)
  ctx.set('ETag', text.etag)
  if (ctx.fresh) ctx.status = 304
  else if (text.type === 'image/png') sendAsItIs(ctx, text)
  else await sendCompressed(ctx, text)
}

/** Pictures are compressed already. */
function sendAsItIs(ctx: Context, { type, body }: Compressible): void {
  ctx.type = type
  ctx.body = body
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
