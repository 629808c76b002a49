import type { TokenKind } from '../policy/index.ts'
import type { Scope } from '../scopes/index.ts'

/** A personal access token's record. Its secret is nowhere: only the secret's SHA-256 is kept. */
export type Token = {
  readonly id: string
  /** The last four characters of the secret. */
  readonly hint: string
  readonly name: string
  readonly description: string
  readonly kind: TokenKind
  readonly accountId: string
  /** As granted; `write` is not spelt out into `read`. */
  readonly scopes: Scope[]
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
  /** In words: an e-mail address, a client's name, “an operator, on the command line”. */
  readonly revokedBy: string | null
  readonly revokeReason: string | null
  /** The token that this one replaced, and the one that replaced it. */
  readonly rotatedFrom: string | null
  readonly rotatedTo: string | null
  /** When a replaced token's secret stops working; `null` while that waits for the successor's first use. */
  readonly retiresAt: Date | null
  readonly retiresOnFirstUse: boolean
}

export type TokenState = 'active' | 'expired' | 'revoked'

/** Why a token no longer works; `undefined` while it does. The first that happened wins. */
export type TokenEnd = 'expired' | 'revoked' | 'rotated'

type Ends = Pick<Token, 'revokedAt' | 'retiresAt' | 'expiresAt'>

/** A token is dead at its very moment of expiry, not after it (W7). */
export function findTokenEnd(token: Ends, now: Date): TokenEnd | undefined {
  const ends = [
    { end: 'revoked' as const, at: token.revokedAt },
    { end: 'rotated' as const, at: token.retiresAt },
    { end: 'expired' as const, at: token.expiresAt },
  ].filter(
    (candidate): candidate is { end: TokenEnd; at: Date } => candidate.at !== null && candidate.at <= now,
  )
  return ends.sort((a, b) => a.at.getTime() - b.at.getTime())[0]?.end
}

/** As people sort them: a rotated one counts as revoked. */
export function tokenState(token: Ends, now: Date): TokenState {
  const end = findTokenEnd(token, now)
  if (end === undefined) return 'active'
  return end === 'expired' ? 'expired' : 'revoked'
}
