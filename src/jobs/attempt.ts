import type { JobResult, JobWithMetadata } from 'pg-boss'
import type { Log } from '../lib/index.ts'
import type { Metrics } from '../metrics/index.ts'
import { HopelessJob } from './errors.ts'

export type JobMetrics = Pick<Metrics, 'countJob'>

export type Handle = (data: unknown, id: string) => Promise<void>

/** Does one job. What went wrong goes to the log, and neither there nor into the database goes what the job holds. */
export async function attempt(
  { log, metrics }: { log: Log; metrics: JobMetrics },
  job: JobWithMetadata<unknown>,
  handle: Handle,
): Promise<JobResult> {
  const { id, name: queue, retryCount, retryLimit } = job
  try {
    await handle(job.data, id)
    metrics.countJob(queue, 'done')
    return { id, status: 'completed' }
  } catch (error) {
    const told = { queue, jobId: id, tries: retryCount + 1, error }
    if (error instanceof HopelessJob || retryCount >= retryLimit) {
      log.error(told, 'a job has failed for good')
      metrics.countJob(queue, 'failed')
      return { id, status: 'deadletter' }
    }
    log.warn(told, 'a job has failed; it is tried again')
    metrics.countJob(queue, 'retried')
    return { id, status: 'failed' }
  }
}
