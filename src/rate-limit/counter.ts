import type { RateLimiterAbstract } from 'rate-limiter-flexible'
import { WINDOW_SECONDS } from './window.ts'

/** Counts, for all nodes together where its store is shared. */
export type Counter = {
  /** @returns how often, this time included. One round trip to the store. */
  count(key: string): Promise<number>
  /** Counters of minutes that are over. Safe to run on all nodes at once. */
  readonly deleteExpired: () => Promise<void>
  close(): Promise<void>
}

/**
 * What the limiters of the library are told. The key holds the minute and every limit is compared with the count here: which
 * minute it is, is by our clock, and a token may have a limit of its own. The library's own time only has to be longer than
 * a minute, so that a counter is not forgotten before its minute is over, also where a node's clock is behind.
 */
export const LIMITER_OPTIONS = { points: Number.MAX_SAFE_INTEGER, duration: 2 * WINDOW_SECONDS }

/** In memory and in Redis, what has expired is gone by itself. */
export const counterOf = (limiter: RateLimiterAbstract, close = async () => {}): Counter => ({
  count: async (key) => (await limiter.consume(key)).consumedPoints,
  deleteExpired: async () => {},
  close,
})
