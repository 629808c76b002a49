import cluster, { type Worker as ClusterWorker } from 'node:cluster'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { SECOND } from '../lib/index.ts'
import type { FromWorker, ToWorker } from './messages.ts'

/** Longer than a worker itself waits for what it answers. */
const PATIENCE = 27 * SECOND

/** A worker, as the primary sees it. */
export type Worker = {
  readonly id: number
  /** Rejects with `WorkerEnded` where it ends before. */
  readonly ready: Promise<void>
  readonly ended: Promise<Ended>
  /** How it ended, if it has. */
  end(): Ended | undefined
  /** Since it was ready. */
  livedMilliseconds(): number
  tell(message: ToWorker): void
  /** Lets it finish what it answers, and waits until it is gone. */
  dismiss(): Promise<void>
}

type Ended = { readonly code: number | null; readonly signal: string | null }

/** The same program once more, as a process that shares the port. */
export function startWorker(onMessage: (worker: ClusterWorker, message: FromWorker) => void): Worker {
  let readyAt: number | undefined
  const process = cluster.fork()
  let end: Ended | undefined
  const ended: Promise<Ended> = once(process, 'exit').then(([code, signal]) => {
    end = { code, signal }
    return end
  })
  const ready = new Promise<void>((resolve, reject) => {
    process.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') {
        readyAt = performance.now()
        resolve()
      }
      onMessage(process, message)
    })
    void ended.then((how) => reject(new WorkerEnded(how)))
  })
  ready.catch(() => {})
  return {
    id: process.id,
    ready,
    ended,
    end: () => end,
    livedMilliseconds: () => (readyAt === undefined ? 0 : performance.now() - readyAt),
    tell: (message: ToWorker) => tell(process, message),
    async dismiss(): Promise<void> {
      process.process.kill('SIGTERM')
      const isOver = new AbortController()
      const late = sleep(PATIENCE, undefined, { signal: isOver.signal }).then(
        () => void process.process.kill('SIGKILL'),
        () => {},
      )
      await ended
      isOver.abort()
      await late
    },
  }
}

/** One that ends meanwhile does not hear it. */
export function tell(worker: ClusterWorker, message: ToWorker): void {
  if (worker.isConnected()) worker.send(message, () => {})
}

/** Before it was ready. */
export class WorkerEnded extends Error {
  readonly code: number | null
  constructor({ code, signal }: Ended) {
    super(`a worker ended before it was ready (${code ?? signal})`)
    this.code = code
  }
}
