import koaCors from '@koa/cors'
import type { Middleware } from './context.ts'

/** What programs call. Pages and the engine's endpoints are never open to other origins. */
const OPEN = /^\/(api\/|graphql$|openapi\.json$)/

/** What a page may read of an answer beside its body. */
const EXPOSED = [
  'ETag',
  'Idempotency-Replayed',
  'Location',
  'Patmint-Token-Expires',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'WWW-Authenticate',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  'X-Request-Id',
]

/** Lets pages of these origins call the API with a token that they hold. Off where there are none. */
export function cors(origins: readonly string[]): Middleware {
  if (origins.length === 0) return async (_ctx, next) => await next()
  const answer = koaCors({
    origin: ({ headers: { origin = '' } }) => (origins.includes(origin) ? origin : ''),
    allowMethods: 'GET,POST,PUT,PATCH,DELETE',
    allowHeaders:
      'Authorization,Content-Type,Idempotency-Key,If-Match,If-None-Match,X-Request-Id,traceparent',
    exposeHeaders: EXPOSED,
    maxAge: 3_600,
    keepHeadersOnError: false,
  }) as Middleware
  return async (ctx, next) => await (OPEN.test(ctx.path) ? answer(ctx, next) : next())
}
