import { addMilliseconds, DAY } from '../lib/index.ts'
import type { EffectivePolicy, TokenKind } from '../policy/index.ts'

/** Which rule ends a token: it lives too long, was not used, is of a kind that is not allowed, or names no networks. */
type PolicyRule = 'lifetime' | 'idle' | 'kind' | 'networks'

export type PolicyEnd = { readonly at: Date; readonly rule: PolicyRule }

type Judged = {
  readonly kind: TokenKind
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly lastUsedAt: Date | null
  readonly networks: readonly string[]
}

/**
 * When a policy ends a token, which may be long before the token's own end, or never. Tightening a policy deletes nothing:
 * this is asked anew each time, so loosening it again gives back what it had stopped.
 */
export const findPolicyEnd = (token: Judged, policy: EffectivePolicy): PolicyEnd | null =>
  findEndByUse(findFixedEnd(token, policy), token, policy)

/** The same, where the end that `findFixedEnd` finds is known. */
export const findEndByUse = (
  fixed: PolicyEnd | null,
  token: Judged,
  policy: EffectivePolicy,
): PolicyEnd | null => earlier(fixed, idleEnd(token, policy))

/** The same without the one end that being used again puts off. */
export function findFixedEnd(token: Judged, policy: EffectivePolicy): PolicyEnd | null {
  const since = policy.since ?? token.createdAt
  const isKind = policy.kinds.includes(token.kind)
  const hasNetworks = !policy.requireNetworks || token.networks.length > 0
  return earlier(
    lifetimeEnd(token, policy),
    earlier(
      isKind ? null : { at: since, rule: 'kind' },
      hasNetworks ? null : { at: since, rule: 'networks' },
    ),
  )
}

const earlier = (a: PolicyEnd | null, b: PolicyEnd | null): PolicyEnd | null =>
  a === null || b === null ? (a ?? b) : b.at < a.at ? b : a

function lifetimeEnd(token: Judged, { maxDays, allowNever }: EffectivePolicy): PolicyEnd | null {
  const limit = token.createdAt.getTime() + maxDays * DAY
  const isWithin = token.expiresAt === null ? allowNever : token.expiresAt.getTime() <= limit
  return isWithin ? null : { at: new Date(limit), rule: 'lifetime' }
}

function idleEnd({ lastUsedAt, createdAt }: Judged, { maxIdleDays }: EffectivePolicy): PolicyEnd | null {
  if (maxIdleDays === null) return null
  return { at: addMilliseconds(lastUsedAt ?? createdAt, maxIdleDays * DAY), rule: 'idle' }
}
