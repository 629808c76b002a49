import type { OrganizationLimits, PolicySettings } from '../policy/index.ts'
import { type Change, type Loss, lossOf } from './change.ts'
import { camelCase, describeDifferences, renameKeys } from './differences.ts'
import type { Path } from './locate.ts'
import { getOrganization } from './named.ts'
import type { PresentOrganization } from './present.ts'
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
      losses: async ({ tokens }) =>
        lossOf((await tokens.findNonCompliant(wanted)).total, 'the policy would no longer allow'),
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
      losses: async (rooms): Promise<Loss[]> => {
        if (before === undefined) return []
        const found = await rooms.tokens.findNonCompliant({ organizationId: before.id, limits: wanted })
        return lossOf(found.total, `the policy of ${slug} would no longer allow`)
      },
      perform: async (rooms, by) => {
        const { id } = await getOrganization(rooms, slug)
        return await rooms.policies.changeOrganization(by, id, wanted)
      },
    },
  ]
}

/** Of lists only what is in them counts. */
const normalise = (settings: object): object =>
  Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [key, Array.isArray(value) ? value.toSorted() : value]),
  )
