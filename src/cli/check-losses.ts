import type { Services } from '../assemble.ts'
import type { Scope } from '../scopes/index.ts'
import { TokensCutOff } from './errors.ts'

type Loss = {
  /** Scopes that would be no more; with a resource server, only there. */
  readonly scopes: readonly Scope[]
  readonly resourceServer?: string
  /** It is meant, whatever is lost. */
  readonly force: boolean
}

/** @throws {TokensCutOff} where live tokens would lose something that nobody said may be lost */
export async function checkLosses(
  tokens: Pick<Services['tokens'], 'countLiveWith'>,
  { scopes, resourceServer, force }: Loss,
): Promise<void> {
  if (force || scopes.length === 0) return
  const count = await tokens.countLiveWith({
    scopes: [...scopes],
    ...(resourceServer === undefined ? {} : { resourceServer }),
  })
  if (count > 0) throw new TokensCutOff(count, scopes)
}
