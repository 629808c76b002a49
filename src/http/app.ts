import Koa from 'koa'
import type { Services } from '../assemble.ts'
import { accessLog } from './access-log.ts'
import { api, openApi } from './api/index.ts'
import { loadAssets } from './assets.ts'
import { begin } from './begin.ts'
import { readForm } from './body.ts'
import type { PageState } from './context.ts'
import { cors } from './cors.ts'
import { docs } from './docs.ts'
import { errors } from './errors-middleware.ts'
import { checkForm } from './form-token.ts'
import { graphql } from './graphql/index.ts'
import type { Lifecycle } from './lifecycle.ts'
import { metricsOnMainPort } from './metrics.ts'
import { pages } from './pages/index.ts'
import { createRender } from './pages/render.ts'
import { patience } from './patience.ts'
import { engine, health } from './protocol/index.ts'
import { reference } from './reference.ts'
import { securityHeaders } from './security-headers.ts'
import { timing } from './timing.ts'
import { tracing } from './tracing.ts'
import { visitor } from './visitor.ts'
import { wellFormed } from './well-formed.ts'

/** What happens to a request, in this order. What nobody answers becomes a 404 in `errors`. */
export function createApp(services: Services, lifecycle: Lifecycle): Koa<PageState> {
  const render = createRender()
  const app = new Koa<PageState>({ proxy: true })
  app.on('error', (error: Error) => logLate(services, error))

  app.use(begin(services))
  app.use(accessLog)
  app.use(timing)
  app.use(tracing)
  app.use(securityHeaders(services.config.issuer))
  app.use(errors(render))
  app.use(wellFormed)
  app.use(patience)

  // Machines: no cookies from here on down to the pages.
  app.use(health(lifecycle))
  app.use(metricsOnMainPort(services.config))
  app.use(engine(services.oauth, render))
  app.use(cors(services.config.corsOrigins))
  app.use(openApi(services.config.issuer))
  app.use(api())
  app.use(graphql(services))

  // People.
  const assets = loadAssets()
  app.use(assets.serve)
  app.use(reference(render, assets))
  app.use(docs())
  app.use(visitor)
  app.use(readForm)
  app.use(checkForm)
  app.use(pages(services))
  return app
}

const GONE = new Set([
  'EPIPE',
  'ECONNRESET',
  'ECONNABORTED',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_DESTROYED',
])

/** Errors after the answer had begun. That a client hangs up is its right, and no news. */
function logLate({ log }: Services, error: NodeJS.ErrnoException): void {
  log[GONE.has(error.code ?? '') ? 'debug' : 'error']({ error }, 'an answer broke off')
}
