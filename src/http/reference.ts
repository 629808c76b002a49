import type { Assets } from './assets.ts'
import type { Middleware } from './context.ts'
import type { Render } from './pages/render.ts'

const PAGE = '/docs/api'

/** The page that shows `/openapi.json` and tries it out: the same for everybody, and without cookies. */
export function reference(render: Render, assets: Assets): Middleware {
  // Swagger UI is the one renderer that keeps to our policy: the others write styles into the page.
  const files = {
    styles: ['swagger.css', 'reference.css'].map(assets.url),
    scripts: ['swagger.js', 'reference.js'].map(assets.url),
  }
  return async (ctx, next) => {
    const isReading = ctx.method === 'GET' || ctx.method === 'HEAD'
    if (!isReading || !/^\/docs\/api(\/|\.html)?$/.test(ctx.path)) return await next()
    if (ctx.path !== PAGE) return ctx.redirect(PAGE)
    ctx.state.route = PAGE
    render(ctx, 'docs/api', files)
    ctx.set('Cache-Control', 'public, no-cache')
  }
}
