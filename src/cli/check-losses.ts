import type { Services } from '../assemble.ts'
import type { Scope } from '../scopes/index.ts'
import { TokensCutOff } from './errors.ts'

/**
 * Before a command takes scopes away.
 * @throws {TokensCutOff} where live tokens would lose one of them and nobody said that they may
 */
export async function checkLosses(
  tokens: Pick<Services['tokens'], 'countLiveWith'>,
  scopes: readonly Scope[],
  force: boolean,
): Promise<void> {
  if (force || scopes.length === 0) return
  const count = await tokens.countLiveWith({ scopes })
  if (count > 0) throw new TokensCutOff(count, scopes)
}
