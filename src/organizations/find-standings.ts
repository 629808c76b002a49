import type { Account } from '../accounts/index.ts'
import type { Executor } from '../database/index.ts'
import { isId } from '../lib/index.ts'
import type { Standing } from '../permissions/index.ts'
import { membershipStore } from './membership-store.ts'
import type { MembershipRole, Place } from './organization.ts'

/**
 * What an account is towards a place, for `requirePermission`. An administrator of the organization is one in all its
 * workspaces. Towards a place that does not exist, everybody is only what they are everywhere.
 */
export async function findStandings(
  on: Executor,
  { id, role }: Pick<Account, 'id' | 'role'>,
  place: Place,
): Promise<Standing[]> {
  const ids = [id, place.organizationId, ...(place.workspaceId === undefined ? [] : [place.workspaceId])]
  const isPlace = ids.every(isId)
  return toStandings(role, isPlace ? await membershipStore(on).findRoles(id, place) : NOTHING)
}

/** The roles of one account in a place; `hasWorkspace`: the place is a workspace, and it exists. */
type Roles = {
  readonly organization: MembershipRole | null
  readonly workspace: MembershipRole | null
  readonly hasWorkspace: boolean
}

const NOTHING: Roles = { organization: null, workspace: null, hasWorkspace: false }

/** The same, where the roles are known already. */
export function toStandings(
  role: Account['role'],
  { organization, workspace, hasWorkspace }: Roles,
): Standing[] {
  const isWorkspaceAdmin = workspace === 'admin' || (organization === 'admin' && hasWorkspace)
  const all: [Standing, boolean][] = [
    ['member', true],
    ['admin', role === 'admin'],
    ['organization_member', organization !== null],
    ['organization_admin', organization === 'admin'],
    ['workspace_member', workspace !== null],
    ['workspace_admin', isWorkspaceAdmin],
  ]
  return all.filter(([, holds]) => holds).map(([standing]) => standing)
}
