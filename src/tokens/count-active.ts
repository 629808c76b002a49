import type { Executor } from '../database/index.ts'
import type { EffectivePolicy } from '../policy/index.ts'
import type { TokenDeps } from './deps.ts'
import { TooManyTokens } from './errors.ts'
import { readTokens } from './read-tokens.ts'
import { findTokenEnd } from './token.ts'
import { isLive } from './token-columns.ts'
import { tokenStore } from './token-store.ts'

type Deps = Pick<TokenDeps, 'policies' | 'clock'>

/** How many tokens an account has that have not ended, by the policy either. */
export async function countActive(deps: Deps, tx: Executor, accountId: string): Promise<number> {
  const now = deps.clock()
  const where = `t.account_id = $1 and ${isLive('$2')}`
  const live = await readTokens(tx, await deps.policies.inForce(tx), { where, values: [accountId, now] })
  return live.filter((token) => findTokenEnd(token, now) === undefined).length
}

type Room = {
  /** How many more it may have than the policy says. */
  readonly beyond?: number
  /** Those that are to be written with this one, and are not yet there. */
  readonly unwritten?: number
  /** How many there are that have not ended by themselves, where that is known. */
  readonly unended?: number
}

/**
 * Of an account that is locked, so that two who ask at once take turns.
 * @throws {TooManyTokens} where there is no room for another token
 */
export async function checkRoom(
  deps: Deps,
  tx: Executor,
  accountId: string,
  { tokensPerAccount }: Pick<EffectivePolicy, 'tokensPerAccount'>,
  { beyond = 0, unwritten = 0, unended }: Room = {},
): Promise<void> {
  const most = tokensPerAccount + beyond - unwritten
  // Most accounts are far from it: only near the limit is each token looked at.
  if ((unended ?? (await tokenStore(tx).countUnended(accountId, deps.clock()))) < most) return
  if ((await countActive(deps, tx, accountId)) >= most) throw new TooManyTokens(tokensPerAccount)
}
