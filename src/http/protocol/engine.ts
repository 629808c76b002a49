import type { Oauth } from '../../oauth/index.ts'
import type { Middleware } from '../context.ts'

const ROUTES = new Set([
  'authorize',
  'token',
  'introspect',
  'revoke',
  'jwks',
  'userinfo',
  'session',
  '.well-known',
])

/** Hands the OAuth engine its own routes, request and response untouched: it reads its bodies and writes its answers itself. */
export const engine =
  (oauth: Oauth): Middleware =>
  async (ctx, next) => {
    if (!ROUTES.has(ctx.path.split('/')[1] ?? '')) return await next()
    ctx.respond = false
    await oauth.callback(ctx.req, ctx.res)
  }
