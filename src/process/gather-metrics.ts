import cluster, { type Worker } from 'node:cluster'
import { setTimeout as sleep } from 'node:timers/promises'
import { keepCounts, type Snapshot, sumUp } from '../metrics/index.ts'
import type { FromWorker } from './messages.ts'
import { tell } from './worker.ts'

/** A worker that is too busy to answer is shown as it was when it was asked before. */
const PATIENCE_MILLISECONDS = 2_000

/**
 * The metrics of all workers as one, whichever of them is asked; the counts of those that have ended are in it, so that no
 * counter falls when a worker is replaced. Of one that is killed, what it had counted since it was last asked is lost.
 */
export function gatherMetrics() {
  const last = new Map<Worker, Snapshot>()
  const waiting = new Map<number, () => void>()
  let kept: Promise<Snapshot> = Promise.resolve([])
  let count = 0
  // By then all that it had to say was read.
  cluster.on('disconnect', (worker: Worker) => {
    const snapshot = last.get(worker) ?? []
    last.delete(worker)
    kept = kept.then((before) => keepCounts(before, snapshot))
  })
  const ask = async (worker: Worker): Promise<void> => {
    const number = ++count
    const answered = new Promise<void>((resolve) => waiting.set(number, resolve))
    tell(worker, { kind: 'snapshot', number })
    await Promise.race([answered, sleep(PATIENCE_MILLISECONDS, undefined, { ref: false })])
    waiting.delete(number)
  }
  const answer = async (worker: Worker, number: number): Promise<void> => {
    await Promise.all(
      Object.values(cluster.workers ?? {}).flatMap((each) => (each?.isConnected() ? ask(each) : [])),
    )
    tell(worker, { kind: 'metrics', number, text: await sumUp([await kept, ...last.values()]) })
  }
  return (worker: Worker, message: FromWorker): void => {
    if (message.kind === 'metrics') void answer(worker, message.number)
    if (message.kind !== 'snapshot') return
    last.set(worker, message.snapshot)
    waiting.get(message.number ?? 0)?.()
  }
}
