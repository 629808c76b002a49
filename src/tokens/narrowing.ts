import { isWithinNetworks } from '../lib/index.ts'
import type { EffectivePolicy } from '../policy/index.ts'
import { effectiveScopes, type Module, type Scope } from '../scopes/index.ts'
import { ceilingOf } from './ceiling.ts'
import type { Token } from './token.ts'

/** What a token that goes on can do less under another policy. */
export type Narrowing = {
  /** Scopes that count now, and would not. */
  readonly lostScopes: readonly Scope[]
  /** There may be addresses that it is good from now, and would not be. */
  readonly fewerNetworks: boolean
}

type Judged = Pick<Token, 'scopes' | 'networks' | 'accountRole'>

/** @returns `undefined` where the token can do all that it could before */
export function findNarrowing(
  token: Judged,
  before: EffectivePolicy,
  after: EffectivePolicy,
  modules: readonly Module[],
): Narrowing | undefined {
  const scopesUnder = (policy: EffectivePolicy) =>
    effectiveScopes(token.scopes, ceilingOf(token.accountRole, policy), modules)
  const kept = new Set(scopesUnder(after))
  const lostScopes = scopesUnder(before).filter((scope) => !kept.has(scope))
  const fewerNetworks = hasFewerNetworks(token, before, after)
  return lostScopes.length === 0 && !fewerNetworks ? undefined : { lostScopes, fewerNetworks }
}

/** A new list takes nothing away where one that holds already lies within it. */
function hasFewerNetworks({ networks }: Judged, before: EffectivePolicy, after: EffectivePolicy): boolean {
  const present = [...(networks.length === 0 ? [] : [networks]), ...before.networkLimits]
  return after.networkLimits.some(
    (limit) => !present.some((list) => list.every((network) => isWithinNetworks(network, limit))),
  )
}
