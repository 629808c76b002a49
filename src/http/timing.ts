import type { Middleware } from './context.ts'
import type { Exchange } from './exchange.ts'

/** Times every request for the metrics, until its answer has left or its client has. */
export const timing: Middleware = async (ctx, next) => {
  const { metrics } = ctx.state.services
  const begunAt = metrics.beginRequest()
  ctx.res.once('close', () =>
    metrics.endRequest(begunAt, { method: ctx.method, route: ctx.state.route, status: statusOf(ctx) }),
  )
  await next()
}

/** `undefined`: the client hung up before it was answered. */
export const statusOf = ({ res }: Pick<Exchange, 'res'>): number | undefined =>
  res.writableFinished ? res.statusCode : undefined
