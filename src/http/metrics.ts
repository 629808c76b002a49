import Koa from 'koa'
import type { Services } from '../assemble.ts'
import { isEqualHash, ProductError, sha256 } from '../lib/index.ts'
import { accessLog } from './access-log.ts'
import { begin } from './begin.ts'
import type { Context, Middleware, PageState } from './context.ts'
import { errors } from './errors-middleware.ts'
import { createRender } from './pages/render.ts'
import { securityHeaders } from './security-headers.ts'
import { wellFormed } from './well-formed.ts'

const PATH = '/metrics'

class MetricsTokenRequired extends ProductError {
  readonly code = 'metrics_token_required'
  readonly kind = 'unauthenticated'
  constructor() {
    super('Send the value of PATMINT_METRICS_TOKEN in the header `Authorization: Bearer <token>`.')
  }
}

/** What listens on `PATMINT_METRICS_PORT`: the metrics, and nothing else. */
export function createMetricsApp(services: Services): Koa<PageState> {
  const app = new Koa<PageState>({ proxy: true })
  app.on('error', (error: Error) => services.log.debug({ error }, 'an answer with metrics broke off'))
  app.use(begin(services))
  app.use(accessLog)
  app.use(securityHeaders(services.config.issuer))
  app.use(errors(createRender()))
  app.use(wellFormed)
  app.use(showMetrics)
  return app
}

/** On the main port they are there only behind a token, and only where they have no port of their own. */
export function metricsOnMainPort({ metricsPort, metricsToken }: Services['config']): Middleware {
  const isHere = metricsPort === undefined && metricsToken !== undefined
  return isHere ? showMetrics : async (_ctx, next) => await next()
}

const showMetrics: Middleware = async (ctx, next) => {
  if (ctx.path !== PATH) return await next()
  ctx.state.route = PATH
  if (ctx.method !== 'GET' && ctx.method !== 'HEAD') {
    ctx.set('Allow', 'GET, HEAD')
    ctx.status = 405
    return
  }
  const { metrics, config } = ctx.state.services
  if (config.metricsToken !== undefined) checkToken(ctx, config.metricsToken)
  ctx.type = metrics.contentType
  ctx.body = await metrics.render()
}

function checkToken(ctx: Context, expected: string): void {
  const [scheme = '', given = ''] = ctx.get('authorization').split(/ +(.*)/s)
  // Hashes are of one length, and comparing them takes the same time wherever they differ.
  const isRight = isEqualHash(sha256(given), sha256(expected))
  if (scheme.toLowerCase() === 'bearer' && isRight) return
  ctx.set('WWW-Authenticate', 'Bearer realm="metrics"')
  throw new MetricsTokenRequired()
}
