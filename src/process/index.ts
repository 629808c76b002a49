import cluster from 'node:cluster'
import type { Config } from '../config/index.ts'
import { createLog } from '../lib/index.ts'

/** What this process is: the server, one of its workers, or who looks after those. The last has no use for the program of the others. */
export async function begin(config: Config): Promise<void> {
  const { logLevel: level } = config
  // Log lines are JSON and go to standard error; what a person reads goes to standard output. Each can be kept apart.
  const destination = process.stderr
  const { pid } = process
  const worker = cluster.worker?.id
  if (config.workers > 1 && worker === undefined) {
    const { supervise } = await import('./supervise.ts')
    supervise(config, createLog({ level, destination, always: { pid } }))
    return
  }
  const { serveAlone, serveAsWorker } = await import('./serve.ts')
  if (config.workers === 1 || worker === undefined) serveAlone(config, createLog({ level, destination }))
  else serveAsWorker(config, createLog({ level, destination, always: { pid, worker } }))
}
