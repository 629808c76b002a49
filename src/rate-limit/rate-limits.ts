import { type Clock, networkOf } from '../lib/index.ts'
import type { Budget } from './budget.ts'
import type { Counter } from './counter.ts'
import { createTake } from './take.ts'

type RateLimitDeps = {
  readonly clock: Clock
  readonly counter: Counter
  /** What a token may do that has no limit of its own. */
  readonly perMinute: number
  /** `undefined`: introspection is not limited. */
  readonly introspectionsPerMinute: number | undefined
}

/** More than a person with a wrong token in their hand ever needs, and little for a machine that tries. */
export const FAILURES_PER_MINUTE = 60

/** A report costs a look at the database for each secret that is shaped like one of ours. */
const REPORTS_PER_MINUTE = 60

/** The room's verbs with their dependencies filled in. */
export function createRateLimits(deps: RateLimitDeps) {
  const take = createTake(deps)
  return {
    /** What a token may do that has no limit of its own. */
    perMinute: deps.perMinute,

    /** One request of a token that works. @throws {RateLimited} */
    takeFromBudget: (token: { readonly id: string; readonly rateLimit: number | null }): Promise<Budget> =>
      take({ name: 'token', key: token.id, perMinute: token.rateLimit ?? deps.perMinute }),

    /**
     * One request whose token does not work. Only these are counted, so good tokens behind the same address never feel it,
     * and using a good one in between gives an attacker nothing back. Whoever has IPv6 has a /64 of addresses: that is one.
     * @throws {RateLimited}
     */
    async countFailure(address: string): Promise<void> {
      const key = networkOf(address, 64) ?? 'unknown'
      await take({ name: 'failed-authentication', key, perMinute: FAILURES_PER_MINUTE })
    },

    /** One report of leaked tokens: whoever finds many sends them together. @throws {RateLimited} */
    async countLeakReport(address: string): Promise<void> {
      const key = networkOf(address, 64) ?? 'unknown'
      await take({ name: 'leak-report', key, perMinute: REPORTS_PER_MINUTE })
    },

    /** One question of a client that said who it is; `undefined` where that is not limited. @throws {RateLimited} */
    countIntrospection(clientId: string): Promise<Budget> | undefined {
      const perMinute = deps.introspectionsPerMinute
      return perMinute === undefined ? undefined : take({ name: 'introspection', key: clientId, perMinute })
    },
  }
}

export type RateLimits = ReturnType<typeof createRateLimits>
