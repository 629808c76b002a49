import type { JobWithMetadata, PgBoss } from 'pg-boss'
import { type Log, SECOND } from '../lib/index.ts'
import { attempt, type Handle, type JobMetrics } from './attempt.ts'

export type Limits = {
  /** How many jobs this node does at the same time. */
  readonly atOnce: number
  /** How many of one group all nodes do at the same time, give or take what two nodes take in the same moment. */
  readonly ofGroup: number
}

const LOOK_EVERY = SECOND

/**
 * Does each job by itself. pg-boss's own worker does its jobs in batches and takes no more until the slowest is done; here a
 * job that ends makes room for another at once, and a group that is slow fills its own places and nobody else's.
 * @returns how to end it: nothing more is taken, and what is under way is waited for
 */
export function workApart(
  boss: PgBoss,
  { log, metrics, queue, limits }: { log: Log; metrics: JobMetrics; queue: string; limits: Limits },
  handle: Handle,
): () => Promise<void> {
  const underWay = new Set<Promise<void>>()
  let looking: Promise<void> | undefined
  let isAsked = false
  let isEnding = false

  const perform = async (job: JobWithMetadata<unknown>) => {
    const { status } = await attempt({ log, metrics }, job, handle)
    if (status === 'completed') await boss.complete(queue, job)
    else if (status === 'failed') await boss.fail(queue, job)
    else await boss.cancel(queue, job)
  }
  const begin = (job: JobWithMetadata<unknown>) => {
    // What cannot be written down is done again when the job's time is over.
    const doing = perform(job)
      .catch((error: unknown) =>
        log.warn({ queue, jobId: job.id, error }, 'what came of a job is not written'),
      )
      .finally(() => {
        underWay.delete(doing)
        look()
      })
    underWay.add(doing)
  }
  const take = async () => {
    do {
      isAsked = false
      const free = limits.atOnce - underWay.size
      if (isEnding || free === 0) return
      const options = { includeMetadata: true, batchSize: free, groupConcurrency: limits.ofGroup } as const
      for (const job of await boss.fetch<unknown>(queue, options)) begin(job)
    } while (isAsked)
  }
  const look = () => {
    isAsked = true
    looking ??= take()
      .catch((error: unknown) => void boss.emit('error', error as Error))
      .finally(() => {
        looking = undefined
      })
  }
  look()
  const timer = setInterval(look, LOOK_EVERY).unref()
  return async () => {
    isEnding = true
    clearInterval(timer)
    await looking
    await Promise.all(underWay)
  }
}
