export { countInWords } from './counted.ts'
export { NotAMember } from './errors.ts'
export { toStandings } from './find-standings.ts'
export type { Administered } from './list-administered.ts'
export type { PageOf } from './list-pages.ts'
export { IS_IN_ORGANIZATION } from './membership-store.ts'
export type {
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
