import type { OrganizationLimits, PolicyDraft, PolicySettings } from '../policy/index.ts'
import { type ScopePattern, scopesUnder } from '../scopes/index.ts'
import { type Change, type Loss, lossOf } from './change.ts'
import { camelCase, describeDifferences, renameKeys, sorted } from './differences.ts'
import type { Path } from './locate.ts'
import { getOrganization } from './named.ts'
import type { PresentOrganization } from './present.ts'
import type { Rooms } from './rooms.ts'
import type { Declaration } from './schema.ts'

/** Settings that the file leaves out are as the server's options say. */
export function comparePolicy(
  present: PolicySettings,
  initial: PolicySettings,
  given: NonNullable<Declaration['policy']>,
): Change[] {
  const wanted: PolicySettings = { ...initial, ...renameKeys(given, camelCase) }
  const detail = describeDifferences(normalise(present), normalise(wanted))
  if (detail === '') return []
  return [
    {
      verb: 'change',
      kind: 'policy',
      name: 'of the instance',
      detail,
      path: ['policy'],
      losses: async (rooms) => [
        ...(await findEnding(rooms, { organizationId: null, settings: wanted })),
        ...(await findNarrowed(rooms, 'members', present.memberScopes, wanted.memberScopes)),
        ...(await findNarrowed(rooms, 'administrators', present.adminScopes, wanted.adminScopes)),
      ],
      perform: ({ policies }, by) => policies.change(by, wanted),
    },
  ]
}

/** An organization's limits are what the file says, and nothing else. */
export function compareLimits(
  before: PresentOrganization | undefined,
  { slug, policy }: NonNullable<Declaration['organizations']>[number],
  path: Path,
): Change[] {
  if (policy === undefined) return []
  const wanted: OrganizationLimits = renameKeys(policy, camelCase)
  const detail = describeDifferences(normalise(before?.limits ?? {}), normalise(wanted))
  if (detail === '') return []
  return [
    {
      verb: 'change',
      kind: 'policy',
      name: `of ${slug}`,
      detail,
      path: [...path, 'policy'],
      losses: async (rooms) => (before === undefined ? [] : await findLimitLosses(rooms, before, wanted)),
      perform: async (rooms, by) => {
        const { id } = await getOrganization(rooms, slug)
        return await rooms.policies.changeOrganization(by, id, wanted)
      },
    },
  ]
}

const findLimitLosses = async (
  rooms: Rooms,
  { id, slug, limits }: PresentOrganization,
  wanted: OrganizationLimits,
): Promise<Loss[]> => [
  ...(await findEnding(rooms, { organizationId: id, settings: wanted })),
  ...(await findNarrowed(rooms, slug, limits.scopes ?? EVERYTHING, wanted.scopes ?? EVERYTHING)),
]

const EVERYTHING: readonly ScopePattern[] = ['*', 'admin']

async function findEnding({ tokens }: Rooms, draft: PolicyDraft): Promise<Loss[]> {
  const { total } = await tokens.findNonCompliant(draft)
  return lossOf(total, 'the policy would end, now or earlier than they end as it is')
}

/** A scope that somebody may no longer grant is no longer in the tokens that have it. */
async function findNarrowed(
  { catalogue, tokens }: Rooms,
  whose: string,
  before: readonly ScopePattern[],
  after: readonly ScopePattern[],
): Promise<Loss[]> {
  const modules = await catalogue.listModules()
  const kept = scopesUnder([after], modules)
  const lost = scopesUnder([before], modules).filter((scope) => !kept.includes(scope))
  if (lost.length === 0) return []
  return lossOf(
    await tokens.countLiveWith({ scopes: lost }),
    `${lost.join(' ')} would no longer be granted to ${whose}`,
  )
}

/** Of lists only what is in them counts. */
const normalise = (settings: object): object =>
  Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [key, Array.isArray(value) ? sorted(value) : value]),
  )
