import { Router } from '@koa/router'
import type { Middleware, PageState } from '../context.ts'
import { challenge } from './bearer.ts'
import { OPERATIONS } from './operations.ts'
import { perform } from './perform.ts'
import { tellBudget } from './rate-limit.ts'

export { openApi } from './openapi/index.ts'

/** Everything under `/api/`. What is not there is refused here: a program is never asked for a form's token. */
export function api(): Middleware {
  const router = createRouter()
  const [routes, allowedMethods] = [router.routes(), router.allowedMethods()]
  return async (ctx, next) => {
    if (!ctx.path.startsWith('/api/')) return await next()
    ctx.state.route = '/api/*'
    try {
      await routes(ctx as never, () => allowedMethods(ctx as never, async () => {}))
    } catch (error) {
      challenge(ctx, error)
      tellBudget(ctx, error)
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
