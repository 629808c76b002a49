import type { Executor } from '../database/index.ts'
import { HopelessJob } from './errors.ts'
import type { GroupedJob, Jobs, Later } from './jobs.ts'

/** One queue, as the room that fills it sees it. */
type Queue = {
  enqueue(tx: Executor, job: object, later?: Later): Promise<void>
  enqueueAll(tx: Executor, jobs: readonly GroupedJob[]): Promise<void>
  work(handle: (job: unknown, id: string) => Promise<void>): Promise<void>
  /** As `work`, for jobs that may take long: see `Jobs.workApart`. */
  workApart(
    limits: { readonly atOnce: number; readonly ofGroup: number },
    handle: (job: unknown, id: string) => Promise<void>,
  ): Promise<void>
  /** What a job throws that is not to be tried again. */
  giveUp(reason: string): Error
}

export const queueOf = (jobs: Jobs, name: string): Queue => ({
  enqueue: (tx, job, later) => jobs.enqueue(tx, name, job, later),
  enqueueAll: (tx, all) => jobs.enqueueAll(tx, name, all),
  work: (handle) => jobs.work(name, handle),
  workApart: (limits, handle) => jobs.workApart(name, limits, handle),
  giveUp: (reason) => new HopelessJob(reason),
})
