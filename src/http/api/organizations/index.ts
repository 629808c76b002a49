import type { Operation } from '../operation.ts'
import { getOrganization } from './get-organization.ts'
import { listOrganizations } from './list-organizations.ts'
import { addOrganizationMember, addWorkspaceMember } from './members/add-member.ts'
import { changeOrganizationMember, changeWorkspaceMember } from './members/change-member.ts'
import { getOrganizationMember, getWorkspaceMember } from './members/get-member.ts'
import { listOrganizationMembers, listWorkspaceMembers } from './members/list-members.ts'
import { removeOrganizationMember, removeWorkspaceMember } from './members/remove-member.ts'
import { createServiceAccount } from './service-accounts/create-service-account.ts'
import { getServiceAccount } from './service-accounts/get-service-account.ts'
import { listServiceAccounts } from './service-accounts/list-service-accounts.ts'
import { disableServiceAccount, enableServiceAccount } from './service-accounts/switch-service-account.ts'
import { listServiceAccountTokens, mintServiceAccountToken } from './service-accounts/tokens.ts'
import { createWorkspace } from './workspaces/create-workspace.ts'
import { getWorkspace } from './workspaces/get-workspace.ts'
import { listWorkspaces } from './workspaces/list-workspaces.ts'

export const ORGANIZATION_OPERATIONS: readonly Operation[] = [
  listOrganizations,
  getOrganization,
  listOrganizationMembers,
  addOrganizationMember,
  getOrganizationMember,
  changeOrganizationMember,
  removeOrganizationMember,
  listWorkspaces,
  createWorkspace,
  getWorkspace,
  listWorkspaceMembers,
  addWorkspaceMember,
  getWorkspaceMember,
  changeWorkspaceMember,
  removeWorkspaceMember,
  listServiceAccounts,
  createServiceAccount,
  getServiceAccount,
  disableServiceAccount,
  enableServiceAccount,
  listServiceAccountTokens,
  mintServiceAccountToken,
]
