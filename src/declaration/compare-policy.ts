import {
  limitsUnder,
  type OrganizationLimits,
  type PolicyDraft,
  type PolicySettings,
} from '../policy/index.ts'
import { type Change, type Loss, lossOf } from './change.ts'
import { camelCase, describeDifferences, renameKeys, sorted } from './differences.ts'
import type { Path } from './locate.ts'
import { getOrganization } from './named.ts'
import type { PresentOrganization } from './present.ts'
import type { Rooms } from './rooms.ts'
import type { Declaration } from './schema.ts'

/** Settings that the file leaves out are as the server's options say. */
export const toSettings = (
  initial: PolicySettings,
  given: NonNullable<Declaration['policy']>,
): PolicySettings => ({ ...initial, ...renameKeys(given, camelCase) })

export function comparePolicy(
  present: PolicySettings,
  initial: PolicySettings,
  given: NonNullable<Declaration['policy']>,
): Change[] {
  const wanted = toSettings(initial, given)
  const detail = describeDifferences(normalise(present), normalise(wanted))
  if (detail === '') return []
  return [
    {
      verb: 'change',
      kind: 'policy',
      name: 'of the instance',
      detail,
      path: ['policy'],
      losses: (rooms) => findLosses(rooms, { organizationId: null, settings: wanted }),
      perform: ({ policies }, by) => policies.change(by, wanted),
    },
  ]
}

/**
 * An organization's limits are what the file says, and nothing else. They count as they are in effect under the instance's
 * policy, before and after, so that an export changes nothing also where the instance became stricter than they are.
 */
export function compareLimits(
  before: PresentOrganization | undefined,
  { slug, policy }: NonNullable<Declaration['organizations']>[number],
  path: Path,
  instances: readonly PolicySettings[],
): Change[] {
  if (policy === undefined) return []
  const wanted: OrganizationLimits = renameKeys(policy, camelCase)
  const detail = instances
    .map((instance) => limitsUnder(instance, before?.limits ?? {}))
    .map((present) => describeDifferences(normalise(present), normalise(wanted)))
    .find((difference) => difference !== '')
  if (detail === undefined) return []
  return [
    {
      verb: 'change',
      kind: 'policy',
      name: `of ${slug}`,
      detail,
      path: [...path, 'policy'],
      losses: async (rooms) =>
        before === undefined ? [] : await findLosses(rooms, { organizationId: before.id, settings: wanted }),
      perform: async (rooms, by) => {
        const { id } = await getOrganization(rooms, slug)
        return await rooms.policies.changeOrganization(by, id, wanted)
      },
    },
  ]
}

async function findLosses({ tokens }: Rooms, draft: PolicyDraft): Promise<Loss[]> {
  const { total, narrowed } = await tokens.findNonCompliant(draft)
  return [
    ...lossOf(total, 'the policy would end, now or earlier than they end as it is'),
    ...lossOf(
      narrowed.losingScopes,
      `${narrowed.scopes.join(' ')} would no longer be granted to their owners`,
    ),
    ...lossOf(narrowed.losingNetworks, 'the policy would leave fewer networks to be used from'),
  ]
}

/** Of lists only what is in them counts. */
const normalise = (settings: object): object =>
  Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [key, Array.isArray(value) ? sorted(value) : value]),
  )
