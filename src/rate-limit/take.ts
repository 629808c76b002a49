import type { Clock } from '../lib/index.ts'
import type { Budget, LimitName } from './budget.ts'
import type { Counter } from './counter.ts'
import { RateLimited } from './errors.ts'
import { windowAt } from './window.ts'

/** Whose budget, of what, and how much it is a minute. */
type Limit = { readonly name: LimitName; readonly key: string; readonly perMinute: number }

export type Take = (limit: Limit) => Promise<Budget>

/**
 * Takes one from a budget. Who has used it up is refused out of this node's memory until the minute ends, so that a flood
 * costs the store nothing.
 */
export function createTake({ clock, counter }: { clock: Clock; counter: Counter }): Take {
  const spent = createSpent()
  return async ({ name, key, perMinute }) => {
    const { number, endsAt, secondsLeft } = windowAt(clock())
    const subject = `${name}:${key}:${number}`
    const known = spent.find(number, subject)
    const used = known !== undefined && known > perMinute ? known : await counter.count(subject)
    const budget = {
      name,
      limit: perMinute,
      remaining: Math.max(0, perMinute - used),
      resetAt: endsAt,
      resetSeconds: secondsLeft,
    }
    if (used <= perMinute) return budget
    spent.keep(number, subject, used)
    throw new RateLimited(budget)
  }
}

/** The counts of those who were refused in this minute. A limit that is raised meanwhile holds at once: see above. */
function createSpent() {
  let current = 0
  const counts = new Map<string, number>()
  const turnTo = (minute: number): void => {
    if (minute !== current) counts.clear()
    current = minute
  }
  return {
    find(minute: number, subject: string): number | undefined {
      turnTo(minute)
      return counts.get(subject)
    },
    keep(minute: number, subject: string, used: number): void {
      turnTo(minute)
      counts.set(subject, used)
    },
  }
}
