import { isId } from '../lib/index.ts'
import { membershipStore } from './membership-store.ts'
import type { Membership, OrganizationDeps } from './organization.ts'

/** The organizations and workspaces of an account, by slug. */
export async function membershipsOf(
  { database }: Pick<OrganizationDeps, 'database'>,
  accountId: string,
): Promise<Membership[]> {
  if (!isId(accountId)) return []
  const store = membershipStore(database.manager)
  const organizations = await store.listOrganizationsOf(accountId)
  const workspaces = organizations.length === 0 ? [] : await store.listWorkspacesOf(accountId)
  return organizations.map(({ role, ...organization }) => ({
    organization,
    role,
    workspaces: workspaces
      .filter(({ organizationId }) => organizationId === organization.id)
      .map(({ role: inWorkspace, ...workspace }) => ({ workspace, role: inWorkspace })),
  }))
}
