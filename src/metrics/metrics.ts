import { collectDefaultMetrics, Registry } from 'prom-client'
import { countDoors } from './count-doors.ts'
import { countTokens } from './count-tokens.ts'
import type { Snapshot } from './sum-up.ts'
import { timeRequests } from './time-requests.ts'
import { watchDatabase } from './watch-database.ts'

/**
 * What is counted and timed in this process, for Prometheus. Labels have few values, all of them known here or in the code
 * that calls: no ids, no paths, no names that somebody chose. Each set has a registry of its own, so that several servers
 * in one process do not count for each other.
 */
export function createMetrics() {
  const registry = new Registry()
  return {
    ...countTokens(registry),
    ...countDoors(registry),
    ...timeRequests(registry),
    ...watchDatabase(registry),
    /**
     * CPU, memory, event loop and garbage collection. To be called once somebody may read them: they are measured by timers
     * that a command of the terminal has no use for.
     */
    watchProcess: () => collectDefaultMetrics({ register: registry }),
    contentType: registry.contentType,
    /** The text format that Prometheus reads. */
    render: () => registry.metrics(),
    /** The same for another process, which adds it to its own: see `sumUp`. */
    snapshot: (): Promise<Snapshot> => registry.getMetricsAsJSON(),
  }
}

export type Metrics = ReturnType<typeof createMetrics>
