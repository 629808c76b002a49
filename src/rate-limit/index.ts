export type { Counter } from './counter.ts'
export { openCounter } from './open-counter.ts'
export { rateLimitEntity } from './rate-limit-entity.ts'
export { createRateLimits, FAILURES_PER_MINUTE, type RateLimits } from './rate-limits.ts'
