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
    const [, first = '', ...more] = ctx.path.split('/')
    if (!ROUTES.has(first)) return await next()
    ctx.state.route = more.length === 0 ? `/${first}` : `/${first}/*`
    allowAnyFormAction(ctx)
    ctx.respond = false
    await oauth.callback(ctx.req, ctx.res)
  }
}
