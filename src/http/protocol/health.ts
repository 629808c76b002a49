import type { Context, Middleware } from '../context.ts'
import type { Lifecycle } from '../lifecycle.ts'

/** `/livez`: the process answers. `/readyz`: send it requests; it and its database are there to answer them. */
export const health =
  (lifecycle: Lifecycle): Middleware =>
  async (ctx, next) => {
    if (ctx.path !== '/livez' && ctx.path !== '/readyz') return await next()
    ctx.state.route = ctx.path
    answer(ctx, ctx.path === '/livez' ? undefined : await findObstacle(ctx, lifecycle))
  }

function answer(ctx: Context, obstacle: string | undefined): void {
  ctx.status = obstacle === undefined ? 200 : 503
  if (obstacle !== undefined) ctx.set('Retry-After', '2')
  ctx.body = obstacle === undefined ? { status: 'ok' } : { status: 'unavailable', reason: obstacle }
}

async function findObstacle(ctx: Context, lifecycle: Lifecycle): Promise<string | undefined> {
  if (lifecycle.closing) return 'the server is shutting down'
  const { database } = ctx.state.services
  const found = await database.ping().catch(() => undefined)
  if (found === undefined) return 'the database does not answer'
  return found.takesWrites ? undefined : 'the database takes no writes'
}
