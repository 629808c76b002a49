import { ADMIN_SCOPE } from '../../../scopes/index.ts'
import { findNextEnd, findTokenEnd, type Token } from '../../../tokens/index.ts'
import { type Moment, toMoment, urgencyOf } from '../moments.ts'
import { RULES } from './standing-view.ts'

export const hrefOf = (tokenId: string): string => `/account/tokens/${tokenId}`

/** The form filled from this token, for whom it was. */
export const duplicateHref = ({ id, accountKind, accountId }: Token): string =>
  accountKind === 'service'
    ? `/account/tokens/new?from=${id}&for=${accountId}`
    : `/account/tokens/new?from=${id}`

/** How a token is recognised: what every token starts with, and its own last characters. */
export const hintInWords = (prefix: string, token: Token): string => `${prefix}…${token.hint}`

export const scopePills = (token: Token) =>
  token.scopes.map((name) => ({ name, isAdmin: name === ADMIN_SCOPE }))

/** `from 203.0.113.7 by Tracker API`, as far as it is known. */
export function lastUsedOf(token: Token, now: Date): { time: Moment; from: string } | undefined {
  if (token.lastUsedAt === null) return undefined
  const by = token.lastUsedByName ?? token.lastUsedBy
  const parts = [
    token.lastUsedAddress === null ? [] : [`from ${token.lastUsedAddress}`],
    by === null ? [] : [`by ${by}`],
  ]
  return { time: toMoment(token.lastUsedAt, now), from: parts.flat().join(' ') }
}

export function expiresOf(token: Token, now: Date) {
  const end = findNextEnd(token)
  return end === null ? undefined : { time: toMoment(end, now), tone: urgencyOf(end, now) }
}

/** What became of a token that no longer works: what, when, by whom and why. */
export function endedOf(token: Token, now: Date) {
  const end = findTokenEnd(token, now)
  if (end === 'revoked' && token.revokedAt !== null) {
    const note = [token.revokedBy === null ? [] : [`by ${token.revokedBy}`], token.revokeReason ?? []].flat()
    return { what: 'Revoked', time: toMoment(token.revokedAt, now), note: note.join(' · ') }
  }
  if (end === 'rotated' && token.retiresAt !== null) {
    return { what: 'Replaced', time: toMoment(token.retiresAt, now), note: 'by a newer secret' }
  }
  if (end === 'policy' && token.policyEnd !== null) {
    const note = `by policy: ${RULES[token.policyEnd.rule]}`
    return { what: 'Expired', time: toMoment(token.policyEnd.at, now), note }
  }
  if (end === 'expired' && token.expiresAt !== null) {
    return { what: 'Expired', time: toMoment(token.expiresAt, now), note: '' }
  }
  return undefined
}

/** Said of a token that still works though it has been replaced. */
export function replacementNote(token: Token): string {
  if (token.rotatedTo === null) return ''
  return token.retiresOnFirstUse && token.retiresAt === null
    ? 'Replaced: ends when the new secret is first used'
    : 'Replaced by a newer secret'
}

/** `600 requests a minute`, and whether that is its own limit. */
export function rateLimitInWords({ rateLimit }: Token, perMinute: number): string {
  const number = `${(rateLimit ?? perMinute).toLocaleString('en')} requests a minute`
  return rateLimit === null ? number : `${number}, set by an administrator`
}
