import type { AccountKind, Role } from '../accounts/index.ts'
import { DAY } from '../lib/index.ts'
import type { TokenKind } from '../policy/index.ts'
import type { Scope } from '../scopes/index.ts'
import type { PolicyEnd } from './policy-end.ts'
import type { Suspension } from './suspension.ts'

/** An organization or a workspace, as much of it as people need to know it by. */
export type Place = { readonly id: string; readonly slug: string; readonly name: string }

/** A personal access token's record. Its secret is nowhere: only the secret's SHA-256 is kept. */
export type Token = {
  readonly id: string
  /** The last four characters of the secret. */
  readonly hint: string
  readonly name: string
  readonly description: string
  readonly kind: TokenKind
  /** Whom a personal token acts for; who answers for one of a workspace or an organization. */
  readonly accountId: string
  readonly accountEmail: string
  readonly accountName: string
  readonly accountKind: AccountKind
  readonly accountRole: Role
  /** Whose token it is, or whose service account's; `null` for people's personal ones. */
  readonly organization: Place | null
  readonly workspace: Place | null
  /** In words: an e-mail address, a client's name, “an operator, on the command line”. */
  readonly madeBy: string
  /** The same as an account, where it was one. */
  readonly madeByAccountId: string | null
  /** When another administrator took it over from its maker. */
  readonly adoptedAt: Date | null
  /** As granted; `write` is not spelt out into `read`. */
  readonly scopes: Scope[]
  /** Where it may be used from, as CIDR; none: from anywhere. */
  readonly networks: string[]
  /** The only resource servers that it is good at; `null`: all that serve one of its scopes. */
  readonly resourceServers: { readonly clientId: string; readonly name: string }[] | null
  readonly createdAt: Date
  /** `null`: never. */
  readonly expiresAt: Date | null
  /** `null`: never. Up to a minute behind. */
  readonly lastUsedAt: Date | null
  readonly lastUsedAddress: string | null
  /** The client id of the resource server that asked. */
  readonly lastUsedBy: string | null
  /** The same, by name. */
  readonly lastUsedByName: string | null
  readonly revokedAt: Date | null
  /** In words, as `madeBy`. */
  readonly revokedBy: string | null
  readonly revokeReason: string | null
  /** The token that this one replaced, and the one that replaced it. */
  readonly rotatedFrom: string | null
  readonly rotatedTo: string | null
  /** When a replaced token's secret stops working; `null` while that waits for the successor's first use. */
  readonly retiresAt: Date | null
  readonly retiresOnFirstUse: boolean
  /** Its secret was stopped, at `retiresAt`: not by the time that has come, but by what somebody did. */
  readonly retired: boolean
  /** Requests a minute to our own API; `null`: as many as all tokens may make. */
  readonly rateLimit: number | null
  /** Why it is inactive for now, though it has not ended; `null` where it works. */
  readonly suspension: Suspension | null
  /** The organizations whose policies hold for it. */
  readonly policyOrganizations: readonly string[]
  /** When the policy that is in force ends it, and by which rule; `null` where it lets it live. */
  readonly policyEnd: PolicyEnd | null
}

/** So far ahead of the right time may a clock be: who revokes a token does not go by that it has ended since then. */
export const MOST_AHEAD = DAY

/** Tokens that end within this many days are shown as expiring. */
export const EXPIRING_DAYS = 14

export type TokenState = 'active' | 'suspended' | 'expired' | 'revoked'

/** Why a token no longer works; `undefined` while it does. The first that happened wins. */
export type TokenEnd = 'expired' | 'revoked' | 'rotated' | 'policy'

type OwnEnds = Pick<Token, 'revokedAt' | 'retiresAt' | 'retired' | 'expiresAt'>
type Ends = OwnEnds & Pick<Token, 'policyEnd'>

/** A token is dead at its very moment of expiry, not after it (W7). */
export function findTokenEnd(token: Ends, now: Date): TokenEnd | undefined {
  const policy = token.policyEnd?.at ?? null
  return hasCome(policy, now) || hasOwnEnd(token, now)
    ? firstOf([...listOwnEnds(token), { end: 'policy', at: policy }], now)
    : undefined
}

/** As `findTokenEnd`, without what a change of policy could take back. */
export const findOwnEnd = (token: OwnEnds, now: Date): TokenEnd | undefined =>
  hasOwnEnd(token, now) ? firstOf(listOwnEnds(token), now) : undefined

const hasCome = (at: Date | null, now: Date): boolean => at !== null && at <= now

/** Most tokens of a list have not ended: of them nothing is put in order. */
const hasOwnEnd = ({ revokedAt, retiresAt, retired, expiresAt }: OwnEnds, now: Date): boolean =>
  revokedAt !== null || retired || hasCome(retiresAt, now) || hasCome(expiresAt, now)

type Candidate = { readonly end: TokenEnd; readonly at: Date | null; readonly isDone?: boolean }

/**
 * What somebody has done is done, though the clock that noted it was ahead of this one (W8): only an end that was set for a
 * later time waits for its time.
 */
const listOwnEnds = (token: OwnEnds): Candidate[] => [
  { end: 'revoked', at: token.revokedAt, isDone: true },
  { end: 'rotated', at: token.retiresAt, isDone: token.retired },
  { end: 'expired', at: token.expiresAt },
]

function firstOf(candidates: readonly Candidate[], now: Date): TokenEnd | undefined {
  let first: { end: TokenEnd; at: Date } | undefined
  for (const { end, at, isDone = false } of candidates)
    if (at !== null && (isDone || at <= now) && (first === undefined || at < first.at)) first = { end, at }
  return first?.end
}

/** As people sort them: a rotated one counts as revoked, and one that the policy ended as expired. */
export function tokenState(token: Ends & Pick<Token, 'suspension'>, now: Date): TokenState {
  const end = findTokenEnd(token, now)
  if (end === undefined) return token.suspension === null ? 'active' : 'suspended'
  return end === 'expired' || end === 'policy' ? 'expired' : 'revoked'
}
