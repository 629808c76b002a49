import type { RequestListener, Server } from 'node:http'
import type Koa from 'koa'
import type { Services } from '../assemble.ts'
import { admit } from './admit.ts'
import { withApiLane } from './api/index.ts'
import { createApp } from './app.ts'
import type { PageState } from './context.ts'
import { withLane } from './lane.ts'
import type { Lifecycle } from './lifecycle.ts'
import { createListener, type Limits, type Listener, type Patience } from './listener.ts'
import { createMetricsApp } from './metrics.ts'

export type PatmintServer = {
  readonly server: Server
  /** Starts listening. @returns the port, which the system chose where the configuration says 0. */
  listen(): Promise<number>
  /** Takes no new connections, answers what has begun, and is gone. */
  close(patience?: Partial<Patience>): Promise<void>
}

const LIMITS: Limits = {
  headersMilliseconds: 10_000,
  requestMilliseconds: 15_000,
  checkMilliseconds: 1_000,
  requestsAtOnce: 128,
}

const AT_ONCE: Patience = { drainMilliseconds: 0, idleMilliseconds: 0 }

/** The HTTP server over the assembled services, and beside it the one for the metrics where they have a port of their own. */
export function createServer(services: Services, limits: Limits = LIMITS): PatmintServer {
  const { config, metrics } = services
  const lifecycle: Lifecycle = { closing: false }
  const app = createApp(services, lifecycle)
  const handle = admit(services, limits.requestsAtOnce, withApiLane(services, app, listenerOf(app)))
  const main = createListener(services, withLane(services, handle), lifecycle, limits)
  const beside = createMetricsListener(services, lifecycle, limits)
  if (config.metricsPort !== undefined || config.metricsToken !== undefined) metrics.watchProcess()
  return {
    server: main.server,
    async listen() {
      await beside?.listen(config.metricsPort ?? 0, config.metricsHost)
      try {
        return await main.listen(config.port, config.host)
      } catch (error) {
        await beside?.close(AT_ONCE)
        throw error
      }
    },
    async close({ drainMilliseconds = 10_000, idleMilliseconds = 0 } = {}) {
      await main.close({ drainMilliseconds, idleMilliseconds })
      await beside?.close(AT_ONCE)
    },
  }
}

function createMetricsListener(
  services: Services,
  lifecycle: Lifecycle,
  limits: Limits,
): Listener | undefined {
  if (services.config.metricsPort === undefined) return undefined
  return createListener(services, listenerOf(createMetricsApp(services)), lifecycle, limits)
}

/** Koa answers errors itself: there is nothing to wait for. */
function listenerOf(app: Koa<PageState>): RequestListener {
  const handle = app.callback()
  return (request, response) => void handle(request, response)
}
