import type { ListedModule } from '../../../catalogue/index.ts'
import type { EffectivePolicy, TokenKind } from '../../../policy/index.ts'
import type { Scope } from '../../../scopes/index.ts'
import type { Context } from '../../context.ts'
import { getVisitor } from '../../guards.ts'
import type { PageDeps } from '../page.ts'
import { KindNotOffered } from './errors.ts'
import type { TokenFormTarget } from './generate-target.ts'

/** A kind of token, and whose it would be. */
export type OfferedPlace = {
  /** As the form and links name it: `personal`, `organization:acme`, `workspace:acme/build`. */
  readonly value: string
  readonly kind: TokenKind
  readonly organizationId?: string
  readonly workspaceId?: string
  readonly label: string
  readonly about: string
  readonly policy: EffectivePolicy
}

/** What the form may offer: nothing that is refused afterwards, as far as that can be known before. */
export type Offer = {
  readonly places: readonly OfferedPlace[]
  readonly modules: readonly ListedModule[]
  /** Under the ceiling of the account, and of who makes the token for it. */
  allows(scope: Scope): boolean
  readonly resourceServers: readonly { clientId: string; name: string; audience: string }[]
  /** How many more active tokens fit. */
  readonly tokensLeft: number
  readonly now: Date
}

export async function readOffer(deps: PageDeps, ctx: Context, target: TokenFormTarget): Promise<Offer> {
  const { tokens, catalogue, clock } = deps
  const makers = [...new Set([target.account.id, getVisitor(ctx).account.id])]
  const [options, modules, servers, { counts }, ...ceilings] = await Promise.all([
    tokens.mintOptions(target.account.id),
    catalogue.listModules(),
    catalogue.listResourceServers(),
    tokens.list(target.account.id),
    ...makers.map((accountId) => tokens.ceiling(accountId)),
  ])
  const personal: OfferedPlace = {
    value: 'personal',
    kind: 'personal',
    label: target.account.kind === 'service' ? 'Service account' : 'Personal',
    about: target.personal,
    policy: options.policy,
  }
  return {
    places: [personal, ...options.places.map(describePlace)].filter(({ policy, kind }) =>
      policy.kinds.includes(kind),
    ),
    modules,
    allows: (scope) => ceilings.every((ceiling) => ceiling.allows(scope)),
    resourceServers: servers.filter(({ disabledAt }) => disabledAt === null),
    tokensLeft: Math.max(0, options.policy.tokensPerAccount - counts.active),
    now: clock(),
  }
}

type Place = Awaited<ReturnType<PageDeps['tokens']['mintOptions']>>['places'][number]

function describePlace({ organization, workspace, policy }: Place): OfferedPlace {
  const stays = 'It stays when you leave, and is inactive until another administrator adopts it.'
  if (workspace === undefined) {
    return {
      value: `organization:${organization.slug}`,
      kind: 'organization',
      organizationId: organization.id,
      label: organization.name,
      about: `Organization. ${stays}`,
      policy,
    }
  }
  return {
    value: `workspace:${organization.slug}/${workspace.slug}`,
    kind: 'workspace',
    organizationId: organization.id,
    workspaceId: workspace.id,
    label: workspace.name,
    about: `Workspace of ${organization.name}. ${stays}`,
    policy,
  }
}

/** @throws {KindNotOffered} for a place that is not there, or not the account's to make tokens of (U13: no difference) */
export function findPlace({ places }: Offer, value: string): OfferedPlace {
  const place = places.find((offered) => offered.value === value)
  if (place === undefined) throw new KindNotOffered()
  return place
}

/** The place that is chosen while the form is filled in; the first where it is none of them. */
export const chosenPlace = ({ places }: Offer, value: string): OfferedPlace | undefined =>
  places.find((offered) => offered.value === value) ?? places[0]
