import type { Services } from '../../../src/assemble.ts'
import { type Actor, OPERATOR } from '../../../src/audit/index.ts'
import { people, SERVICE_ACCOUNTS } from './people.ts'
import type { Timeline } from './timeline.ts'

/** Who and what there is, by the names of the demonstration. */
export type Known = {
  /** Ids of accounts, by address or by a service account's name. */
  readonly accounts: Map<string, string>
  /** Ids of organizations by slug, and of workspaces by both slugs: `acme/web`. */
  readonly places: Map<string, string>
}

export const idOf = (ids: ReadonlyMap<string, string>, name: string): string => {
  const id = ids.get(name)
  if (id === undefined) throw new Error(`the demonstration has no ${name}`)
  return id
}

/** Organizations and workspaces, as the catalogue file has made them. */
export async function findPlaces({ organizations }: Services, { places }: Known): Promise<void> {
  for (const organization of await organizations.list()) {
    places.set(organization.slug, organization.id)
    for (const workspace of await organizations.listWorkspaces(organization.id))
      places.set(`${organization.slug}/${workspace.slug}`, workspace.id)
  }
}

/** Everybody joins within a few weeks, long ago. */
export function planMembers(timeline: Timeline, { organizations }: Services, known: Known): void {
  for (const [index, { email, organization, workspace, isAdmin }] of people.entries()) {
    if (organization === undefined) continue
    timeline.at(408 - index / 3, async () => {
      await organizations.addMember(OPERATOR, {
        organizationId: idOf(known.places, organization),
        ...(workspace === undefined
          ? {}
          : { workspaceId: idOf(known.places, `${organization}/${workspace}`) }),
        accountId: idOf(known.accounts, email),
        role: isAdmin === true ? 'admin' : 'member',
      })
    })
  }
  for (const { name, organization } of SERVICE_ACCOUNTS) {
    timeline.at(300, async () => {
      const organizationId = idOf(known.places, organization)
      const { id } = await organizations.createServiceAccount(OPERATOR, { organizationId, name })
      known.accounts.set(name, id)
    })
  }
}

/** What an administrator has switched off, changed and taken over in the last weeks. */
export function planChanges(timeline: Timeline, services: Services, known: Known, by: Actor): void {
  const { accounts, organizations, tokens } = services
  for (const { email, disabledDaysAgo } of people) {
    if (disabledDaysAgo !== undefined)
      timeline.at(disabledDaysAgo, () => accounts.disable(by, idOf(known.accounts, email)))
  }
  timeline.at(12, () => organizations.disable(by, idOf(known.places, 'initech')))
  timeline.at(33, () => organizations.disableWorkspace(by, idOf(known.places, 'acme/attic')))
  timeline.at(9, async () => {
    const place = { organizationId: idOf(known.places, 'acme'), workspaceId: idOf(known.places, 'acme/web') }
    const accountId = idOf(known.accounts, 'barbara@example.com')
    await organizations.changeMember(by, { ...place, accountId, role: 'member' })
    const left = (await tokens.listOfPlace(place)).tokens.filter(
      (token) => token.accountId === accountId && token.suspension === 'role_lost',
    )
    const [adopted] = left.filter(({ expiresAt, revokedAt }) => {
      return revokedAt === null && (expiresAt === null || expiresAt > services.clock())
    })
    if (adopted !== undefined) await tokens.adopt(by, by.id ?? '', adopted.id)
  })
}
