import { type Actor, record } from '../audit/index.ts'
import { MOST_PER_MINUTE } from '../config/index.ts'
import type { TokenDeps } from './deps.ts'
import { InvalidRateLimit, TokenNotActive, TokenNotFound } from './errors.ts'
import { findToken } from './read-tokens.ts'
import { findOwnEnd, type Token } from './token.ts'
import { tokenStore } from './token-store.ts'

/** How many requests a minute, or as many as all tokens may make. @throws {InvalidRateLimit} */
export function parseRateLimit(given: string): number | null {
  const word = given.trim().toLowerCase()
  if (word === '' || word === 'default') return null
  return checkRateLimit(/^\d{1,9}$/.test(word) ? Number(word) : Number.NaN)
}

/** @throws {InvalidRateLimit} */
function checkRateLimit(given: number): number {
  if (!Number.isInteger(given) || given < 1 || given > MOST_PER_MINUTE)
    throw new InvalidRateLimit(MOST_PER_MINUTE)
  return given
}

/**
 * How many requests a minute a token may make to our own API; `null`: as many as all. For somebody who may do that to
 * anybody's. It holds from the next request on, and a token that replaces this one keeps it.
 * @throws {TokenNotFound | TokenNotActive | InvalidRateLimit}
 */
export async function setRateLimit(
  deps: TokenDeps,
  by: Actor,
  tokenId: string,
  perMinute: number | null,
): Promise<Token> {
  const rateLimit = perMinute === null ? null : checkRateLimit(perMinute)
  return await deps.database.transaction(async (tx) => {
    const book = await deps.policies.inForce(tx)
    if ((await findToken(tx, book, tokenId)) === undefined) throw unknown(tokenId)
    await tokenStore(tx).lock(tokenId)
    const token = await findToken(tx, book, tokenId)
    if (token === undefined) throw unknown(tokenId)
    const now = deps.clock()
    if (findOwnEnd(token, now) !== undefined) throw new TokenNotActive({ tokenId })
    if (token.rateLimit === rateLimit) return token
    await tokenStore(tx).setRateLimit(token.id, rateLimit)
    await record(tx, now, {
      name: 'token.rate_limit_changed',
      by,
      accountId: token.accountId,
      tokenId: token.id,
      ...(token.organization === null ? {} : { organizationId: token.organization.id }),
      data: { before: token.rateLimit, after: rateLimit },
    })
    return { ...token, rateLimit }
  })
}

const unknown = (tokenId: string) => new TokenNotFound({ tokenId: tokenId.slice(0, 100) })
