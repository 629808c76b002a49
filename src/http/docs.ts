import { join } from 'node:path'
import { findPackageRoot } from './assets.ts'
import { sendTagged } from './compressed.ts'
import type { Middleware } from './context.ts'
import { openDocs } from './docs-files.ts'
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
    // Kept, but asked for again each time: a page is newer from one moment to the next.
    if (file !== undefined) return await sendTagged(ctx, file, 'public, no-cache')
    // As a page is called on a code host, or with a slash too many.
    const plain = ctx.path.replace(/(\.md|\.html|\/)$/, '')
    if (files?.has(plain)) return ctx.redirect(plain)
    await next()
    if (files === undefined && ctx.status === 404 && !ctx.body) throw new DocsMissing()
  }
}
