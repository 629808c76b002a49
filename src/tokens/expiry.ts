import { addMilliseconds, DAY } from '../lib/index.ts'
import type { PolicySettings } from '../policy/index.ts'
import { InvalidExpiry, LifetimeTooLong } from './errors.ts'
import type { Token } from './token.ts'

/** When a token ends: in so many days, at the end of a day (UTC), at a moment, never, or as the policy says. */
export type Expiry =
  | { readonly inDays: number }
  | { readonly on: string }
  | { readonly at: Date }
  | 'never'
  | undefined

type Lifetimes = Pick<PolicySettings, 'defaultDays' | 'maxDays' | 'allowNever'>

/**
 * @returns the moment at which the token stops working; `null` for never.
 * @throws {InvalidExpiry | LifetimeTooLong}
 */
export function decideExpiry(policy: Lifetimes, now: Date, expiry: Expiry): Date | null {
  if (expiry === 'never') {
    if (!policy.allowNever)
      throw new InvalidExpiry('Tokens that never expire are not allowed here. Choose a date.')
    return null
  }
  if (expiry !== undefined && 'on' in expiry) return endOfDay(policy, now, expiry.on)
  if (expiry !== undefined && 'at' in expiry) return moment(policy, now, expiry.at)
  const days = expiry?.inDays ?? policy.defaultDays
  if (!Number.isSafeInteger(days) || days < 1)
    throw new InvalidExpiry('Choose an expiry of at least one whole day.')
  if (days > policy.maxDays) throw new LifetimeTooLong(policy.maxDays, { days })
  return addMilliseconds(now, days * DAY)
}

function moment(policy: Lifetimes, now: Date, at: Date): Date {
  if (Number.isNaN(at.getTime())) throw new InvalidExpiry('Write the moment as 2027-01-31T12:00:00Z.')
  if (at <= now) throw new InvalidExpiry('Choose a moment in the future.')
  if (at > addMilliseconds(now, policy.maxDays * DAY))
    throw new LifetimeTooLong(policy.maxDays, { at: at.toISOString() })
  return at
}

/** The last allowed day counts as allowed, though its end may be some hours past the limit: the limit itself is used then. */
function endOfDay(policy: Lifetimes, now: Date, on: string): Date {
  const start = /^\d{4}-\d{2}-\d{2}$/.test(on) ? new Date(`${on}T00:00:00Z`) : new Date(Number.NaN)
  if (Number.isNaN(start.getTime()) || start.toISOString().slice(0, 10) !== on) {
    throw new InvalidExpiry('Write the date as year-month-day, such as 2027-01-31.')
  }
  const end = addMilliseconds(start, DAY)
  const limit = addMilliseconds(now, policy.maxDays * DAY)
  if (end <= now) throw new InvalidExpiry('Choose a date in the future.')
  if (start > limit) throw new LifetimeTooLong(policy.maxDays, { on })
  return new Date(Math.min(end.getTime(), limit.getTime()))
}

/** When a token that is rotated at `now` ends: as long a life as its predecessor's, within today's policy. */
export function renewExpiry(
  policy: Lifetimes,
  old: Pick<Token, 'createdAt' | 'expiresAt'>,
  now: Date,
): Date | null {
  if (old.expiresAt === null) return policy.allowNever ? null : addMilliseconds(now, policy.defaultDays * DAY)
  const life = old.expiresAt.getTime() - old.createdAt.getTime()
  return addMilliseconds(now, Math.min(life, policy.maxDays * DAY))
}
