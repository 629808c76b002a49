import { type Actor, record } from '../audit/index.ts'
import { afterCommit, type Executor } from '../database/index.ts'
import { addMilliseconds, isId } from '../lib/index.ts'
import { getPermitted } from './authority.ts'
import type { TokenDeps } from './deps.ts'
import { TokenNotFound } from './errors.ts'
import { factsOf, publishToken } from './publish-token.ts'
import { findToken, readTokens } from './read-tokens.ts'
import { findOwnEnd, MOST_AHEAD, type Token } from './token.ts'
import { isLive } from './token-columns.ts'
import { tokenStore } from './token-store.ts'

type Deps = Pick<TokenDeps, 'database' | 'clock' | 'policies' | 'organizations' | 'metrics' | 'publish'>

type Revocation = {
  readonly tokenId: string
  /** The account that must be its owner or an administrator of its place; `undefined` for those who may revoke anybody's. */
  readonly whose: string | undefined
  /** In words, shown beside the token. */
  readonly reason: string
}

/**
 * Revoking twice is not an error: the caller wanted the token dead, and it is. One that is only suspended, or ended by a
 * policy, is revoked too: else a change of that would bring it back.
 * @throws {TokenNotFound} also for somebody else's: nobody learns which ids exist
 */
export async function revokeToken(
  deps: Deps,
  by: Actor,
  { tokenId, whose, reason }: Revocation,
): Promise<void> {
  await deps.database.transaction(async (tx) => {
    const token =
      whose === undefined
        ? await findToken(tx, await deps.policies.inForce(tx), tokenId)
        : await getPermitted(deps, tx, 'token.revoke', { accountId: whose, tokenId })
    if (token === undefined) throw new TokenNotFound({ tokenId: tokenId.slice(0, 100), whose })
    await endToken(deps, tx, by, token, reason)
  })
}

/** Those of the list that still live, in one transaction; unknown ids are left out. @returns how many those were */
export async function revokeSelection(
  deps: Deps,
  by: Actor,
  tokenIds: readonly string[],
  reason: string,
): Promise<number> {
  const ids = tokenIds.filter(isId)
  return await deps.database.transaction(async (tx) => {
    const book = await deps.policies.inForce(tx)
    const tokens = await readTokens(tx, book, { where: 't.id = any($1::uuid[])', values: [ids] })
    return await endAll(deps, tx, by, tokens, reason)
  })
}

/** Every token of an account that still lives, in one transaction. @returns how many those were */
export async function revokeAllOf(deps: Deps, by: Actor, accountId: string, reason: string): Promise<number> {
  return await deps.database.transaction(async (tx) => {
    // Nothing is minted or rotated for the account between this look and the end.
    await tokenStore(tx).lockAccounts([accountId])
    const selection = {
      where: `t.account_id = $1 and ${isLive('$2')}`,
      values: [accountId, addMilliseconds(deps.clock(), -MOST_AHEAD)],
    }
    return await endAll(
      deps,
      tx,
      by,
      await readTokens(tx, await deps.policies.inForce(tx), selection),
      reason,
    )
  })
}

async function endAll(
  deps: Deps,
  tx: Executor,
  by: Actor,
  tokens: readonly Token[],
  reason: string,
): Promise<number> {
  let count = 0
  // In the order of their ids, so that two that revoke the same ones never wait for each other in a circle.
  for (const token of [...tokens].sort((a, b) => a.id.localeCompare(b.id)))
    if (await endToken(deps, tx, by, token, reason)) count += 1
  return count
}

/**
 * In the caller's transaction. One whose time has just come is revoked too: it may live by the clock of another node, or by this
 * one when it is set right. @returns whether it lived until now
 */
export async function endToken(
  { clock, metrics, publish }: Pick<TokenDeps, 'clock' | 'metrics' | 'publish'>,
  tx: Executor,
  by: Actor,
  token: Token,
  reason: string,
): Promise<boolean> {
  const now = clock()
  if (findOwnEnd(token, addMilliseconds(now, -MOST_AHEAD)) !== undefined) return false
  if (!(await tokenStore(tx).markRevoked(token.id, now, by, reason))) return false
  const { id: tokenId, accountId, organization } = token
  const where = organization === null ? {} : { organizationId: organization.id }
  await record(tx, now, { name: 'token.revoked', by, accountId, tokenId, ...where, data: { reason } })
  afterCommit(tx, () => metrics.countRevoked(token.kind))
  await publishToken(publish, tx, {
    type: 'token.revoked',
    at: now,
    by,
    token: factsOf(token),
    more: { reason },
  })
  return findOwnEnd(token, now) === undefined
}
