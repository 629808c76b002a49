import { isId } from '../lib/index.ts'
import { type MembershipRow, membershipStore } from './membership-store.ts'
import type { Membership, OrganizationDeps } from './organization.ts'

/** The organizations and workspaces of an account, by slug. One statement, however many. */
export async function membershipsOf(
  { database }: Pick<OrganizationDeps, 'database'>,
  accountId: string,
): Promise<Membership[]> {
  if (!isId(accountId)) return []
  const memberships = new Map<string, Membership & { workspaces: OfWorkspace[] }>()
  for (const row of await membershipStore(database.manager).listOf(accountId)) {
    const { id, slug, name, createdAt, disabledAt, role } = row
    const known = memberships.get(id)
    const membership = known ?? {
      organization: { id, slug, name, createdAt, disabledAt },
      role,
      workspaces: [],
    }
    if (known === undefined) memberships.set(id, membership)
    membership.workspaces.push(...toWorkspace(row))
  }
  return [...memberships.values()]
}

type OfWorkspace = Membership['workspaces'][number]

function toWorkspace(row: MembershipRow): OfWorkspace[] {
  if (row.workspaceId === null) return []
  const workspace = {
    id: row.workspaceId,
    organizationId: row.id,
    slug: row.workspaceSlug,
    name: row.workspaceName,
    createdAt: row.workspaceCreatedAt,
    disabledAt: row.workspaceDisabledAt,
  }
  return [{ workspace, role: row.workspaceRole }]
}
