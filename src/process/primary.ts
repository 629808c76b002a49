import cluster from 'node:cluster'
import type { Metrics } from '../metrics/index.ts'
import type { FromWorker, ToWorker } from './messages.ts'

/** The primary, as one of its workers sees it. */
export function connectPrimary(metrics: Metrics) {
  // Left to itself, a worker whose primary is gone ends at once, in the middle of what it answers.
  if (cluster.worker !== undefined) cluster.worker.exitedAfterDisconnect = true
  const asked = new Map<number, (text: string) => void>()
  let greet = async (): Promise<void> => {}
  let count = 0
  process.on('message', (message: ToWorker) => {
    if (message.kind === 'welcome') void greet()
    if (message.kind === 'snapshot') void sendSnapshot(metrics, message.number)
    if (message.kind === 'metrics') asked.get(message.number)?.(message.text)
  })
  return {
    isFirst: cluster.worker?.id === 1,
    tellReady: () => void tell({ kind: 'ready' }),
    onWelcome(act: () => Promise<void>): void {
      greet = act
    },
    onLost: (act: () => void) => void process.once('disconnect', act),
    /** Of all workers together. */
    async renderMetrics(): Promise<string> {
      const number = ++count
      const { promise, resolve } = Promise.withResolvers<string>()
      asked.set(number, resolve)
      await tell({ kind: 'metrics', number })
      return await promise.finally(() => asked.delete(number))
    },
    /** What this worker has counted is not to be lost with it. */
    leave: () => sendSnapshot(metrics),
  }
}

async function sendSnapshot(metrics: Metrics, number?: number): Promise<void> {
  const snapshot = await metrics.snapshot()
  await tell({ kind: 'snapshot', snapshot, ...(number === undefined ? {} : { number }) })
}

/** What cannot be said to a primary that is gone is of no use to anybody: `onLost` ends this process. */
const tell = (message: FromWorker): Promise<void> =>
  new Promise((resolve) => {
    if (!process.connected) resolve()
    else process.send?.(message, undefined, {}, () => resolve())
  })
