import type { ListedModule, ResourceServer } from '../../../catalogue/index.ts'
import { INTERNAL_CLIENT_ID } from '../../../clients/index.ts'
import { isUnder, OWN_MODULE, type Scope } from '../../../scopes/index.ts'
import type { Context } from '../../context.ts'
import { getVisitor } from '../../guards.ts'
import type { PageDeps } from '../page.ts'
import { KindNotOffered } from './errors.ts'
import {
  describePlace,
  type OfferedPlace,
  type PlaceSearch,
  type PlacesWanted,
  readPersonal,
  readPlaces,
} from './generate-places.ts'
import type { TokenFormTarget } from './generate-target.ts'

/** What the form may offer: nothing that is refused afterwards, as far as that can be known before. */
export type Offer = {
  readonly places: readonly OfferedPlace[]
  readonly search: PlaceSearch
  readonly modules: readonly ListedModule[]
  /** Under the ceiling of the account, and of who makes the token for it. */
  allows(scope: Scope): boolean
  readonly resourceServers: readonly { clientId: string; name: string; audience: string }[]
  /** How many more active tokens fit. */
  readonly tokensLeft: number
  readonly now: Date
}

export async function readOffer(
  deps: PageDeps,
  ctx: Context,
  target: TokenFormTarget,
  wanted: PlacesWanted,
): Promise<Offer> {
  const { tokens, catalogue, clock } = deps
  const maker = getVisitor(ctx).account
  const isForOther = maker.id !== target.account.id
  const [{ options, search, activeTokens }, modules, servers, ceiling] = await Promise.all([
    // Nobody makes tokens of a place in somebody else's name.
    isForOther ? readPersonal(deps, target.account.id) : readPlaces(deps, target.account.id, wanted),
    catalogue.listModules(),
    catalogue.listResourceServers(),
    tokens.ceiling(maker.id),
  ])
  return {
    places: options.map((option) => describePlace(option, target)),
    search,
    modules,
    allows: (scope) =>
      options.some((option) => isUnder(option.ceiling, scope)) && (!isForOther || isUnder(ceiling, scope)),
    resourceServers: listBindable(deps, servers),
    tokensLeft: Math.max(
      0,
      Math.max(0, ...options.map(({ policy }) => policy.tokensPerAccount)) - activeTokens,
    ),
    now: clock(),
  }
}

/** The APIs that a token can be bound to. Patmint itself is one where there are others to tell it from. */
function listBindable({ config }: PageDeps, servers: readonly ResourceServer[]): Offer['resourceServers'] {
  const enabled = servers.filter(({ disabledAt }) => disabledAt === null)
  const own = { clientId: INTERNAL_CLIENT_ID, name: OWN_MODULE.title, audience: config.issuer }
  return enabled.length === 0 ? [] : [...enabled, own]
}

/** @throws {KindNotOffered} for a place that is not there, or not the account's to make tokens of (U13: no difference) */
export function findPlace({ places }: Offer, value: string): OfferedPlace {
  const place = places.find((offered) => offered.value === value)
  if (place === undefined) throw new KindNotOffered(value)
  return place
}

/** The place that is chosen while the form is filled in; the first where it is none of them. */
export const chosenPlace = ({ places }: Offer, value: string): OfferedPlace | undefined =>
  places.find((offered) => offered.value === value) ?? places[0]
