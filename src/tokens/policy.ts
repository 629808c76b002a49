import type { Account } from '../accounts/index.ts'
import { addMilliseconds, DAY } from '../lib/index.ts'
import { ADMIN_SCOPE, type Scope } from '../scopes/index.ts'
import { InvalidExpiry, LifetimeTooLong, ScopeNotAllowed } from './errors.ts'

export type TokenPolicy = {
  readonly defaultDays: number
  readonly maxDays: number
  readonly allowNever: boolean
  readonly tokensPerAccount: number
}

/** When a token ends: in so many days, at the end of a day (UTC), never, or as the policy says. */
export type Expiry = { readonly inDays: number } | { readonly on: string } | 'never' | undefined

/**
 * @returns the moment at which the token stops working; `null` for never.
 * @throws {InvalidExpiry | LifetimeTooLong}
 */
export function decideExpiry(policy: TokenPolicy, now: Date, expiry: Expiry): Date | null {
  if (expiry === 'never') {
    if (!policy.allowNever)
      throw new InvalidExpiry('Tokens that never expire are not allowed here. Choose a date.')
    return null
  }
  if (expiry !== undefined && 'on' in expiry) return endOfDay(policy, now, expiry.on)
  const days = expiry?.inDays ?? policy.defaultDays
  if (!Number.isSafeInteger(days) || days < 1)
    throw new InvalidExpiry('Choose an expiry of at least one whole day.')
  if (days > policy.maxDays) throw new LifetimeTooLong(policy.maxDays, { days })
  return addMilliseconds(now, days * DAY)
}

/** The last allowed day counts as allowed, though its end may be some hours past the limit: the limit itself is used then. */
function endOfDay(policy: TokenPolicy, now: Date, on: string): Date {
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

/** What an account may grant now. Effective scopes are a token's share of it, so losing a right holds on the next call. */
export const mayGrant = (account: Pick<Account, 'role'>, scope: Scope): boolean =>
  scope !== ADMIN_SCOPE || account.role === 'admin'

/** @throws {ScopeNotAllowed} naming the first that the account may not grant */
export function checkMayGrant(account: Pick<Account, 'role'>, scopes: readonly Scope[]): void {
  const refused = scopes.find((scope) => !mayGrant(account, scope))
  if (refused !== undefined) throw new ScopeNotAllowed(refused)
}
