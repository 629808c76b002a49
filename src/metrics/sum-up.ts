import { AggregatorRegistry, type MetricObjectWithValues, type MetricValue } from 'prom-client'

/** All that one process shows, as data that can be sent to another. */
export type Snapshot = readonly MetricObjectWithValues<MetricValue<string>>[]

/** What several processes show, as one: sums, or what each metric's own rule is. In the text format that Prometheus reads. */
export const sumUp = (snapshots: readonly Snapshot[]): Promise<string> => aggregate(snapshots).metrics()

/**
 * Adds what a process that has ended had counted. What it had measured, such as its memory, ended with it; but a counter
 * that falls looks to Prometheus like a restart of everything, and would be added once more.
 */
export const keepCounts = async (kept: Snapshot, ended: Snapshot): Promise<Snapshot> =>
  await aggregate([kept, ended.filter(({ type }) => COUNTS.has(String(type)))]).getMetricsAsJSON()

const COUNTS = new Set(['counter', 'histogram'])

/** The library asks for arrays that may be changed, and changes none. */
const aggregate = (snapshots: readonly Snapshot[]) =>
  AggregatorRegistry.aggregate(snapshots as unknown as Parameters<typeof AggregatorRegistry.aggregate>[0])
