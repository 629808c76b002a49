import { setTimeout as sleep } from 'node:timers/promises'
import type { Context, Middleware } from '../context.ts'
import type { Lifecycle } from '../lifecycle.ts'

const PATIENCE_MILLISECONDS = 1_500

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
  const isThere = await Promise.race([
    database.ping().then(
      () => true,
      () => false,
    ),
    sleep(PATIENCE_MILLISECONDS, false, { ref: false }),
  ])
  return isThere ? undefined : 'the database does not answer'
}
