import type { Database, Executor } from '../database/index.ts'
import type { Clock, Log } from '../lib/index.ts'
import type { TargetRules } from './target.ts'

/** The queue that outlives the process: see `jobs/`, which stands on the step below. */
type Queue = {
  enqueue(
    tx: Executor,
    job: DeliveryJob,
    later?: { afterMilliseconds?: number; group?: string },
  ): Promise<void>
  enqueueAll(tx: Executor, jobs: readonly { data: DeliveryJob; group: string }[]): Promise<void>
  workApart(
    limits: { atOnce: number; ofGroup: number },
    handle: (job: unknown) => Promise<void>,
  ): Promise<void>
}

/** One try. `attempt`: the how-manieth; where that has been made already, the job has nothing to do. */
export type DeliveryJob = { readonly deliveryId: string; readonly attempt: number }

export type WebhookDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  readonly sealKeys: readonly Uint8Array[]
  readonly queue: Queue
  readonly rules: TargetRules
}
