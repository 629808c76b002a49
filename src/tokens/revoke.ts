import { type Actor, record } from '../audit/index.ts'
import { isId } from '../lib/index.ts'
import type { TokenDeps } from './deps.ts'
import { TokenNotFound } from './errors.ts'
import { findTokenEnd } from './token.ts'
import { tokenStore } from './token-store.ts'

/**
 * Revoking twice is not an error: the caller wanted the token dead, and it is.
 * @param whose the account that must own it; `undefined` for those who may revoke anybody's
 * @param reason in words, shown beside the token
 * @throws {TokenNotFound} also for somebody else's: nobody learns which ids exist
 */
export async function revokeToken(
  { database, clock }: Pick<TokenDeps, 'database' | 'clock'>,
  by: Actor,
  given: { tokenId: string; whose: string | undefined; reason: string },
): Promise<void> {
  await database.transaction(async (tx) => {
    const { tokenId, whose } = given
    const store = tokenStore(tx)
    const token = isId(tokenId) ? await store.find(tokenId) : undefined
    if (token === undefined || (whose !== undefined && token.accountId !== whose)) {
      throw new TokenNotFound({ tokenId: tokenId.slice(0, 100), whose })
    }
    const now = clock()
    if (findTokenEnd(token, now) !== undefined) return
    if (!(await store.markRevoked(tokenId, now, by, given.reason))) return
    const data = { reason: given.reason }
    await record(tx, now, { name: 'token.revoked', by, accountId: token.accountId, tokenId, data })
  })
}

/** Every token of an account that still works, in one transaction. @returns how many those were */
export async function revokeAllOf(
  { database, clock }: Pick<TokenDeps, 'database' | 'clock'>,
  by: Actor,
  accountId: string,
  reason: string,
): Promise<number> {
  return await database.transaction(async (tx) => {
    const store = tokenStore(tx)
    // Nothing is minted or rotated for the account between this look and the end.
    await store.lockAccount(accountId)
    const now = clock()
    const living = (await store.list(accountId)).filter((token) => findTokenEnd(token, now) === undefined)
    for (const { id: tokenId } of living) {
      await store.markRevoked(tokenId, now, by, reason)
      await record(tx, now, { name: 'token.revoked', by, accountId, tokenId, data: { reason } })
    }
    return living.length
  })
}
