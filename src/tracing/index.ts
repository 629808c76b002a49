export { openTracing } from './open.ts'
export type { Tracing } from './tracing.ts'
