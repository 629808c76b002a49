import type { Oauth } from '../../oauth/index.ts'
import type { Middleware } from '../context.ts'
import type { Render } from '../pages/render.ts'
import { allowAnyFormAction } from '../security-headers.ts'
import { createEngineHost } from './engine-host.ts'

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

/** Hands the OAuth engine its own routes, request and response untouched: it reads bodies and writes answers itself. */
export function engine(oauth: Oauth, render: Render): Middleware {
  const { host, remember } = createEngineHost(render)
  oauth.bind(host)
  return async (ctx, next) => {
    remember(ctx)
    if (!ROUTES.has(ctx.path.split('/')[1] ?? '')) return await next()
    allowAnyFormAction(ctx)
    ctx.respond = false
    await oauth.callback(ctx.req, ctx.res)
  }
}
