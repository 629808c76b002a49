export type { MembershipRole, Organization, Workspace } from './organization.ts'
export {
  organizationEntity,
  organizationMembershipEntity,
  workspaceEntity,
  workspaceMembershipEntity,
} from './organization-entities.ts'
