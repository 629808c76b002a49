import cluster from 'node:cluster'
import type { Config } from '../config/index.ts'
import { openEmbedded } from '../database/index.ts'
import { type Log, SECOND } from '../lib/index.ts'
import { explain } from './explain.ts'
import { gatherMetrics } from './gather-metrics.ts'
import { type Closers, run } from './run.ts'
import { complain, say } from './terminal.ts'
import { startWorker, WorkerEnded } from './worker.ts'
import { keepWorkers } from './workers.ts'

/** Longer than it waits for its workers. */
const PATIENCE_MILLISECONDS = 29 * SECOND

/** The process beside the workers: it answers nobody, and looks after those that do. */
export function supervise(config: Config, log: Log): void {
  // Metrics have numbers that JSON does not.
  cluster.setupPrimary({ serialization: 'advanced' })
  const hear = gatherMetrics()
  const giveUp = () => {
    log.fatal('the workers end as soon as they start')
    complain('The workers end as soon as they start, so Patmint stops. The log says why they ended.')
    end(1)
  }
  const workers = keepWorkers({ log, count: config.workers, startWorker: () => startWorker(hear), giveUp })
  const end = run({
    log,
    start: async (closers) => {
      await holdDatabase(config, log, closers)
      closers.unshift(() => workers.end())
      const first = await workers.start()
      first.tell({ kind: 'welcome' })
    },
    explain: (error) => {
      if (!(error instanceof WorkerEnded)) explain(config, log, error)
      // What hindered it, it has said itself.
      else if (!workers.isEnding()) log.fatal({ error }, 'Patmint could not start')
    },
    patienceMilliseconds: PATIENCE_MILLISECONDS,
    farewell: 'Stopping…',
  })
  // Also while they start.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void workers.end())
  onHangUp(() => workers.turnOver())
}

/** The workers join the database that is held here, so that it does not stop when one of them is the last for a moment. */
async function holdDatabase({ databaseUrl, dataDir }: Config, log: Log, closers: Closers): Promise<void> {
  if (databaseUrl !== undefined) return
  const { close } = await openEmbedded({ dataDir, log, onProgress: say })
  closers.unshift(close)
}

/** Once more where it is asked for meanwhile, however often. */
function onHangUp(act: () => Promise<void>): void {
  let acting: Promise<void> = Promise.resolve()
  let isWaiting = false
  process.on('SIGHUP', () => {
    if (isWaiting) return
    isWaiting = true
    acting = acting.then(() => {
      isWaiting = false
      return act()
    })
  })
}
