import { join } from 'node:path'
import { findPackageRoot } from './assets.ts'
import { sendCompressed } from './compressed.ts'
import type { Context, Middleware } from './context.ts'
import { type DocsFile, openDocs } from './docs-files.ts'
import { DocsMissing } from './errors.ts'

/** The rendered documentation under `/docs`: the same for everybody, and without cookies. */
export function docs(folder = join(findPackageRoot(), 'dist', 'docs')): Middleware {
  const findFiles = openDocs(folder)
  return async (ctx, next) => {
    const isReading = ctx.method === 'GET' || ctx.method === 'HEAD'
    if (!isReading || !/^\/docs(\/|$)/.test(ctx.path)) return await next()
    ctx.state.route = '/docs/*'
    const files = await findFiles()
    const file = files?.get(ctx.path)
    if (file !== undefined) return await send(ctx, file)
    // As a page is called on a code host, or with a slash too many.
    const plain = ctx.path.replace(/(\.md|\.html|\/)$/, '')
    if (files?.has(plain)) return ctx.redirect(plain)
    await next()
    if (files === undefined && ctx.status === 404 && !ctx.body) throw new DocsMissing()
  }
}

async function send(ctx: Context, file: DocsFile): Promise<void> {
  ctx.status = 200
  // Kept, but asked for again each time: a page is newer from one moment to the next.
  ctx.set('Cache-Control', 'public, no-cache')
  ctx.set('ETag', file.etag)
  if (ctx.fresh) {
    ctx.status = 304
  } else if (file.type === 'image/png') {
    ctx.type = file.type
    ctx.body = file.body
  } else {
    await sendCompressed(ctx, file)
  }
}
