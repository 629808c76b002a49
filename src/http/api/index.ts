import { Router } from '@koa/router'
import type { Middleware, PageState } from '../context.ts'
import { listFixed, tellRefusal } from './fixed.ts'
import { OPERATIONS } from './operations.ts'
import { perform } from './perform.ts'

export { withApiLane } from './lane.ts'
export { openApi } from './openapi/index.ts'

/** Everything under `/api/`. What is not there is refused here: a program is never asked for a form's token. */
export function api(): Middleware {
  const router = createRouter()
  const [routes, allowedMethods] = [router.routes(), router.allowedMethods()]
  // The router tries one after the other.
  const fixed = listFixed()
  return async (ctx, next) => {
    if (!ctx.path.startsWith('/api/')) return await next()
    ctx.state.route = '/api/*'
    try {
      const operation = fixed.get(`${ctx.method} ${ctx.path}`)
      if (operation !== undefined) await perform(ctx, operation, {})
      else await routes(ctx as never, () => allowedMethods(ctx as never, async () => {}))
    } catch (error) {
      tellRefusal(ctx, error)
      throw error
    }
  }
}

function createRouter(): Router<PageState> {
  const router = new Router<PageState>()
  for (const operation of OPERATIONS) {
    const path = operation.path.replaceAll(/\{(\w+)\}/g, ':$1')
    router.register(path, [operation.method], (ctx) => perform(ctx, operation, ctx.params))
  }
  return router
}
