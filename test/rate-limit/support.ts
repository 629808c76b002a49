import type { Pool } from 'pg'
import { createLog, MINUTE } from '../../src/lib/index.ts'
import { createRateLimits, openCounter } from '../../src/rate-limit/index.ts'
import { type MovableClock, movableClock } from '../support/clock.ts'

type Options = {
  readonly pool?: Pool
  readonly redisUrl?: string
  readonly clock?: MovableClock
  readonly perMinute?: number
  readonly introspectionsPerMinute?: number
}

/** One node's half of the limits, over the store that is given; over its memory where none is. */
export async function openNode(options: Options) {
  const { pool, redisUrl, perMinute = 3, introspectionsPerMinute, clock = startOfMinute() } = options
  const lines: string[] = []
  const log = createLog({ level: 'debug', destination: { write: (line) => void lines.push(line) } })
  const counter = await openCounter({ pool, redisUrl, log })
  let asked = 0
  const counted = {
    ...counter,
    async count(key: string) {
      asked += 1
      return await counter.count(key)
    },
  }
  return {
    ...createRateLimits({ clock, counter: counted, perMinute, introspectionsPerMinute }),
    clock,
    logged: () => lines.join(''),
    /** How often the store was asked. */
    asked: () => asked,
    deleteExpired: counter.deleteExpired,
    close: () => counter.close(),
  }
}

/** A clock at the very beginning of a minute, so that a test is over before the next. */
export function startOfMinute(clock: MovableClock = movableClock()): MovableClock {
  clock.advance(MINUTE - (clock().getTime() % MINUTE))
  return clock
}
