export type { SignInOutcome } from './count-doors.ts'
export { createMetrics, type Metrics } from './metrics.ts'
export type { Refusal } from './refusal.ts'
export { keepCounts, type Snapshot, sumUp } from './sum-up.ts'
