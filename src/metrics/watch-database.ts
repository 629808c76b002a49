import { Gauge, type Registry } from 'prom-client'
import { registerDurations } from './durations.ts'

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

/** The pool's own numbers. */
export type PoolCounts = {
  readonly totalCount: number
  readonly idleCount: number
  readonly waitingCount: number
  readonly options: { readonly max: number }
}

export function watchDatabase(registry: Registry) {
  const registers = [registry]
  const observeWait = registerDurations(registry, {
    name: 'patmint_database_pool_wait_seconds',
    help: 'From asking the pool for a connection to having it, or to having none.',
    buckets: SECONDS,
  })({})
  const addOutcome = registerDurations(registry, {
    name: 'patmint_database_query_duration_seconds',
    help: 'From sending a statement to its answer, by outcome (ok, failed).',
    buckets: SECONDS,
  })
  const [observeAnswer, observeFailure] = [addOutcome({ outcome: 'ok' }), addOutcome({ outcome: 'failed' })]
  return {
    /** For `openDatabase`, which calls what these return at the end of the wait and of the statement. */
    databaseWatcher: {
      waiting() {
        const begunAt = performance.now()
        return () => observeWait(secondsSince(begunAt))
      },
      asking() {
        const begunAt = performance.now()
        return (error?: unknown) =>
          (error === undefined ? observeAnswer : observeFailure)(secondsSince(begunAt))
      },
    },
    /** The pool's numbers, read whenever somebody asks for them. */
    watchPool(pool: PoolCounts): void {
      const gauge = (name: string, help: string, read: () => number) =>
        new Gauge({
          name: `patmint_database_pool_${name}`,
          help,
          registers,
          collect() {
            this.set(read())
          },
        })
      gauge('connections', 'Connections that the pool has open.', () => pool.totalCount)
      gauge('idle_connections', 'Those of them that nobody uses.', () => pool.idleCount)
      gauge('waiting_requests', 'How many wait for a connection.', () => pool.waitingCount)
      gauge('max_connections', 'How many connections there may be at the most.', () => pool.options.max)
    },
  }
}

const secondsSince = (begunAt: number): number => (performance.now() - begunAt) / 1_000
