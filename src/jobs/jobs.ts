import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ConstructorOptions, type JobResult, PgBoss } from 'pg-boss'
import type { Database, Executor } from '../database/index.ts'
import { HOUR, type Log, MINUTE, SECOND } from '../lib/index.ts'
import { type Limits, workApart } from './apart.ts'
import { attempt, type Handle, type JobMetrics } from './attempt.ts'

/** When a job may be done, and with which others. */
export type Later = {
  readonly afterMilliseconds?: number
  /** Jobs of one group share places: see `workApart`. */
  readonly group?: string
}

/** To be done as soon as there is a place for its group. */
export type GroupedJob = { readonly data: object; readonly group: string }

export type Jobs = {
  /** In the caller's transaction: what is rolled back is never done, and what is committed is done by some node. */
  enqueue(tx: Executor, queue: string, data: object, later?: Later): Promise<void>
  /** The same for several at once. */
  enqueueAll(tx: Executor, queue: string, jobs: readonly GroupedJob[]): Promise<void>
  /**
   * From now on this node does the jobs of a queue, a few at a time. A job may be done twice, where a process dies between
   * doing it and writing that down.
   */
  work(queue: string, handle: Handle): Promise<void>
  /** The same for jobs that may take long: none of them waits for another, and a group holds up none but its own. */
  workApart(queue: string, limits: Limits, handle: Handle): Promise<void>
  /** Waits for what is under way, and gives back what takes too long. */
  close(): Promise<void>
}

/** A schema of its own, so that a pg-boss of somebody else in the same database is left alone. */
const SCHEMA = 'patmint_jobs'

/** Tried again after half a minute, a minute, two …, at last every hour, for a good week. A job may give up before. */
const TRIES = {
  retryLimit: 180,
  retryDelay: 15,
  retryBackoff: true,
  retryDelayMax: HOUR / SECOND,
  /** A process that died with a job in hand has lost it after this time. */
  expireInSeconds: 2 * (MINUTE / SECOND),
  /** What is done is of no use to anybody, and may hold personal data. */
  deleteAfterSeconds: HOUR / SECOND,
}

/** Every second; and again at once, while there is more. */
const LOOKING = { pollingIntervalSeconds: 1, batchSize: 5, burstWhenBatchFull: true }
const PATIENCE_MILLISECONDS = 10 * SECOND

type Settings = {
  readonly database: Database
  readonly log: Log
  readonly metrics: JobMetrics
  readonly queues: readonly string[]
}

/** Opens the queues in the database, and makes them where they are missing. Does no job yet: see `work`. */
export async function openJobs({ database, log, metrics, queues }: Settings): Promise<Jobs> {
  const boss = new PgBoss({ ...QUIET, schema: SCHEMA, db: onPool(database) })
  boss.on('error', complainAtTimes(log))
  const stop = (graceful: boolean) => boss.stop({ graceful, timeout: PATIENCE_MILLISECONDS })
  try {
    await boss.start()
    // Known before the first transaction asks for it: a queue that pg-boss has to look up first would need a second
    // connection while the transaction holds one, and a pool could wait for itself.
    for (const queue of queues) await boss.createQueue(queue)
  } catch (error) {
    await stop(false)
    throw error
  }
  let endUpkeep: (() => Promise<void>) | undefined
  const enders: (() => Promise<void>)[] = []
  return {
    enqueue: async (tx, queue, data, later) =>
      void (await boss.send(queue, data, { ...TRIES, ...whenOf(later), db: onTransaction(tx) })),
    async enqueueAll(tx, queue, jobs) {
      const rows = jobs.map(({ data, group }) => ({ ...TRIES, data, group: { id: group } }))
      await boss.insert(queue, rows, { db: onTransaction(tx) })
    },
    async work(queue, handle) {
      endUpkeep ??= keepUp(boss, log)
      const options = {
        ...LOOKING,
        includeMetadata: true,
        perJobResults: true,
      } as const
      await boss.work<unknown, JobResult[], typeof options>(queue, options, (jobs) =>
        Promise.all(jobs.map((job) => attempt({ log, metrics }, job, handle))),
      )
    },
    async workApart(queue, limits, handle) {
      endUpkeep ??= keepUp(boss, log)
      enders.push(workApart(boss, { log, metrics, queue, limits }, handle))
    },
    async close() {
      await endUpkeep?.()
      await Promise.race([Promise.all(enders.map((end) => end())), patience()])
      await stop(true)
    },
  }
}

const patience = () => sleep(PATIENCE_MILLISECONDS, undefined, { ref: false })

const whenOf = ({ afterMilliseconds = 0, group }: Later = {}) => ({
  startAfter: Math.ceil(afterMilliseconds / SECOND),
  ...(group === undefined ? {} : { group: { id: group } }),
})

/** No timers and tables beyond the queue itself: upkeep is done by nodes that work, and nothing recurs. */
const QUIET: ConstructorOptions = {
  maintenanceIntervalSeconds: HOUR / SECOND,
  schedule: false,
  supervise: false,
  registerInstance: false,
  monitorVacuum: false,
  reindex: false,
  openTelemetry: { enabled: false },
}

/** A database that is away is found out every second; a line a minute tells it. */
function complainAtTimes(log: Log): (error: Error) => void {
  let quietUntil = 0
  return ({ message }) => {
    if (performance.now() < quietUntil) return
    quietUntil = performance.now() + MINUTE
    log.warn({ reason: message }, 'the job queue cannot be used just now; trying again')
  }
}

/**
 * Now and then, jobs of nodes that died go back into the queue, and old ones are deleted. Nodes take turns by themselves.
 * @returns how to end it
 */
function keepUp(boss: PgBoss, log: Log): () => Promise<void> {
  let tidying: Promise<void> = Promise.resolve()
  const tidy = () => {
    tidying = boss.supervise().catch(({ message }: Error) => {
      log.warn({ reason: message }, 'the job queue could not be tidied; trying again in a minute')
    })
  }
  tidy()
  const timer = setInterval(tidy, MINUTE).unref()
  return async () => {
    clearInterval(timer)
    await tidying
  }
}

/** Each statement on its own: none of them holds a connection while it waits for another. */
const onPool = ({ pool }: Database) => ({
  executeSql: (text: string, values?: unknown[]) => pool.query(text, values),
})

const onTransaction = (tx: Executor) => ({
  executeSql: async (text: string, values?: unknown[]) => ({
    rows: (await tx.query(text, values)) as unknown[],
  }),
})
