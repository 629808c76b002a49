import type { Account } from '../accounts/index.ts'
import type { Executor } from '../database/index.ts'
import { isId } from '../lib/index.ts'
import type { Standing } from '../permissions/index.ts'
import { membershipStore } from './membership-store.ts'
import type { Place } from './organization.ts'

/**
 * What an account is towards a place, for `requirePermission`. An administrator of the organization is one in all its
 * workspaces. Towards a place that does not exist, everybody is only what they are everywhere.
 */
export async function findStandings(
  on: Executor,
  { id, role }: Pick<Account, 'id' | 'role'>,
  place: Place,
): Promise<Standing[]> {
  const everywhere: Standing[] = role === 'admin' ? ['member', 'admin'] : ['member']
  const ids = [id, place.organizationId, ...(place.workspaceId === undefined ? [] : [place.workspaceId])]
  if (!ids.every(isId)) return everywhere
  const { organization, workspace, hasWorkspace } = await membershipStore(on).findRoles(id, place)
  const isWorkspaceAdmin = workspace === 'admin' || (organization === 'admin' && hasWorkspace)
  const here: [Standing, boolean][] = [
    ['organization_member', organization !== null],
    ['organization_admin', organization === 'admin'],
    ['workspace_member', workspace !== null],
    ['workspace_admin', isWorkspaceAdmin],
  ]
  return [...everywhere, ...here.filter(([, holds]) => holds).map(([standing]) => standing)]
}
