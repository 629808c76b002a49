import { assemble, type Services } from '../assemble.ts'
import type { Config } from '../config/index.ts'
import { createServer } from '../http/index.ts'
import type { Log } from '../lib/index.ts'
import { createMetrics, type Metrics } from '../metrics/index.ts'
import { explain } from './explain.ts'
import { connectPrimary } from './primary.ts'
import { type Closers, run } from './run.ts'
import { say } from './terminal.ts'
import { welcome } from './welcome.ts'

const PATIENCE_MILLISECONDS = 25_000
/** Clients that keep a connection open and use it more often than this notice nothing. */
const IDLE_MILLISECONDS = 2_000

/** The one process of a server. */
export function serveAlone(config: Config, log: Log): void {
  run({
    log,
    start: async (closers) => {
      const services = await serve(config, { log, say }, closers)
      await welcome(services)
    },
    explain: (error) => explain(config, log, error),
    patienceMilliseconds: PATIENCE_MILLISECONDS,
    farewell: 'Stopping…',
  })
}

/** One of several processes that share the port. It is there for as long as the primary is. */
export function serveAsWorker(config: Config, log: Log): void {
  const own = createMetrics()
  const primary = connectPrimary(own)
  const metrics = { ...own, render: primary.renderMetrics }
  const end = run({
    log,
    start: async (closers) => {
      closers.unshift(() => primary.leave())
      const services = await serve(config, { log, metrics, ...(primary.isFirst ? { say } : {}) }, closers)
      primary.onWelcome(() => welcome(services))
      primary.tellReady()
    },
    explain: (error) => explain(config, log, error),
    patienceMilliseconds: PATIENCE_MILLISECONDS,
  })
  primary.onLost(() => end(1))
  // A terminal that closes tells all of its processes; what follows is for the primary to say.
  process.on('SIGHUP', () => {})
}

type Options = { readonly log: Log; readonly say?: typeof say; readonly metrics?: Metrics }

async function serve(config: Config, options: Options, closers: Closers): Promise<Services> {
  const services = await assemble(config, options)
  closers.unshift(() => services.close())
  const server = createServer(services)
  const port = await server.listen()
  closers.unshift(() => server.close({ idleMilliseconds: IDLE_MILLISECONDS }))
  options.log.info({ port, issuer: config.issuer }, 'listening')
  await services.startWork()
  return services
}
