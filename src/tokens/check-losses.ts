import type { Scope } from '../scopes/index.ts'
import { countLiveWith } from './count-live-with.ts'
import type { TokenDeps } from './deps.ts'
import { TokensCutOff } from './errors.ts'

/**
 * To be asked before scopes are taken away.
 * @throws {TokensCutOff} where live tokens would lose one of them and nobody said that they may
 */
export async function checkLosses(
  deps: Pick<TokenDeps, 'database' | 'clock'>,
  scopes: readonly Scope[],
  force: boolean,
): Promise<void> {
  if (force || scopes.length === 0) return
  const count = await countLiveWith(deps, { scopes })
  if (count > 0) throw new TokensCutOff(count, scopes)
}
