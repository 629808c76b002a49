import type { Middleware } from './context.ts'
import { statusOf } from './timing.ts'

/** A span around every request, where traces are on. Its id is in the request's line of the log. */
export const tracing: Middleware = async (ctx, next) => {
  const { services, requestId } = ctx.state
  const span = services.tracing.beginRequest({ method: ctx.method, requestId, headers: ctx.req.headers })
  if (span.traceId !== undefined) ctx.state.traceId = span.traceId
  ctx.res.once('close', () => span.end({ route: ctx.state.route, status: statusOf(ctx) }))
  await span.run(next)
}
