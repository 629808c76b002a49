export type {
  ListedOrganization,
  ListedWorkspace,
  Member,
  Membership,
  MembershipRole,
  Organization,
  Place,
  Workspace,
} from './organization.ts'
export {
  organizationEntity,
  organizationMembershipEntity,
  workspaceEntity,
  workspaceMembershipEntity,
} from './organization-entities.ts'
export { createOrganizations, type Organizations } from './organizations.ts'
