import { isWithinNetworks } from '../lib/index.ts'
import type { Scope } from '../scopes/index.ts'
import { BindingWidened, NetworksAboveToken, ScopeAboveToken } from './errors.ts'

/**
 * The token that somebody acts with. What they make or change with it can do no more than it can itself: else whoever
 * steals a small token could make a large one of it.
 */
export type Through = {
  /** What it may do now, spelt out. */
  readonly scopes: readonly Scope[]
  /** Its own networks; none: it is good from anywhere. */
  readonly ownNetworks: readonly string[]
  /** The resource servers that it is bound to; `null`: to none. */
  readonly resourceServers: readonly string[] | null
}

type Limited = {
  readonly scopes: readonly Scope[]
  readonly networks: string[]
  readonly resourceServers: string[] | null
}

/**
 * Where networks or a binding are left out, they are those of the token that is acted with.
 * @throws {ScopeAboveToken | NetworksAboveToken | BindingWidened} naming the first that is above it
 */
export function limitThrough<Wanted extends Limited>(through: Through | undefined, wanted: Wanted): Wanted {
  if (through === undefined) return wanted
  checkScopesThrough(through, wanted.scopes)
  const networks = limitNetworks(through, wanted.networks)
  return { ...wanted, networks, resourceServers: limitBinding(through, wanted.resourceServers) }
}

/** @throws {ScopeAboveToken} */
function checkScopesThrough(through: Through | undefined, scopes: readonly Scope[]): void {
  const above = through && scopes.find((scope) => !through.scopes.includes(scope))
  if (above !== undefined) throw new ScopeAboveToken(above)
}

/** @throws {NetworksAboveToken} */
export function limitNetworks(
  { ownNetworks }: Pick<Through, 'ownNetworks'>,
  networks: readonly string[],
): string[] {
  if (ownNetworks.length === 0) return [...networks]
  if (networks.length === 0) return [...ownNetworks]
  const outside = networks.find((network) => !isWithinNetworks(network, ownNetworks))
  if (outside !== undefined) throw new NetworksAboveToken(outside)
  return [...networks]
}

function limitBinding({ resourceServers: own }: Through, wanted: readonly string[] | null): string[] | null {
  if (own === null) return wanted === null ? null : [...wanted]
  if (wanted?.some((clientId) => !own.includes(clientId)) === true) throw new BindingWidened()
  return [...(wanted ?? own)]
}
