import type { Database } from '../database/index.ts'
import { isId } from '../lib/index.ts'
import { membershipStore } from './membership-store.ts'
import type { ListedWorkspace } from './organization.ts'
import { organizationStore } from './organization-store.ts'

/** Members see the workspaces that they are in; administrators see all of them. By slug. */
export async function listVisibleWorkspaces(
  { database }: { readonly database: Database },
  accountId: string,
  organizationId: string,
  seesAll: boolean,
): Promise<ListedWorkspace[]> {
  if (!isId(organizationId)) return []
  const all = await organizationStore(database.manager).listWorkspaces(organizationId)
  if (seesAll) return all
  const own = await membershipStore(database.manager).listWorkspacesOf(accountId)
  return all.filter(({ id }) => own.some((workspace) => workspace.id === id))
}
