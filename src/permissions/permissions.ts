/** What somebody is towards what they act on. One person may be several of these at once. */
export type Standing =
  | 'anonymous'
  | 'member'
  | 'owner'
  | 'workspace_member'
  | 'workspace_admin'
  | 'organization_member'
  | 'organization_admin'
  | 'admin'

/** How a refusal is said: as if the thing were not there, or plainly. */
type Refusal = 'not_found' | 'forbidden'

type Permission = {
  /** For the table of the documentation. */
  readonly about: string
  readonly allows: readonly Standing[]
  /** What somebody who is signed in and may not is told. Who is not signed in is asked to sign in. */
  readonly refusal: Refusal
}

const ADMINS = ['admin'] as const
const ORGANIZATION_ADMINS = ['organization_admin', 'admin'] as const
/** Who answers for a token of a place. Administrators of the instance may end it, and no more: they hold no role there. */
const PLACE_ADMINS = ['workspace_admin', 'organization_admin'] as const

/**
 * Who may do what. This table is what the doors ask, what the documentation shows, and what the tests go through cell by
 * cell. An operator with a shell on the server may do all of it.
 */
export const PERMISSIONS = {
  'token.mint_personal': { about: 'Generate a token for oneself', allows: ['member'], refusal: 'forbidden' },
  'token.mint_workspace': {
    about: 'Generate a token of a workspace',
    allows: PLACE_ADMINS,
    refusal: 'forbidden',
  },
  'token.mint_organization': {
    about: 'Generate a token of an organization',
    allows: ['organization_admin'],
    refusal: 'forbidden',
  },
  'token.mint_for_service_account': {
    about: 'Generate a token for a service account',
    allows: ORGANIZATION_ADMINS,
    refusal: 'forbidden',
  },
  'token.issue': { about: 'Issue a token for another person', allows: ADMINS, refusal: 'forbidden' },
  'token.see': {
    about: 'See a token of a workspace or an organization',
    allows: ['owner', ...PLACE_ADMINS],
    refusal: 'not_found',
  },
  'token.edit': {
    about: 'Edit a token: name, networks, fewer scopes',
    allows: ['owner', ...PLACE_ADMINS],
    refusal: 'not_found',
  },
  'token.rotate': { about: 'Rotate a token', allows: ['owner', ...PLACE_ADMINS], refusal: 'not_found' },
  'token.revoke': { about: 'Revoke a token', allows: ['owner', ...PLACE_ADMINS], refusal: 'not_found' },
  'token.adopt': {
    about: 'Adopt a token of a workspace or an organization',
    allows: PLACE_ADMINS,
    refusal: 'not_found',
  },
  'organization.see': {
    about: 'See an organization and who is in it',
    allows: ['organization_member', ...ORGANIZATION_ADMINS],
    refusal: 'not_found',
  },
  'organization.manage_members': {
    about: 'Add, change and remove members of an organization',
    allows: ORGANIZATION_ADMINS,
    refusal: 'forbidden',
  },
  'organization.manage_workspaces': {
    about: 'Create, rename and disable workspaces',
    allows: ORGANIZATION_ADMINS,
    refusal: 'forbidden',
  },
  'organization.manage_service_accounts': {
    about: 'Create and disable service accounts',
    allows: ORGANIZATION_ADMINS,
    refusal: 'forbidden',
  },
  'organization.see_tokens': {
    about: 'See all tokens of an organization, its workspaces and its service accounts',
    allows: ORGANIZATION_ADMINS,
    refusal: 'forbidden',
  },
  'workspace.see': {
    about: 'See a workspace and who is in it',
    allows: ['workspace_member', 'workspace_admin', ...ORGANIZATION_ADMINS],
    refusal: 'not_found',
  },
  'workspace.see_tokens': {
    about: 'See all tokens of a workspace',
    allows: ['workspace_admin', ...ORGANIZATION_ADMINS],
    refusal: 'forbidden',
  },
  'workspace.manage_members': {
    about: 'Add, change and remove members of a workspace',
    allows: ['workspace_admin', ...ORGANIZATION_ADMINS],
    refusal: 'forbidden',
  },
  'console.see': { about: 'Open the administration', allows: ADMINS, refusal: 'not_found' },
  'account.invite': { about: 'Invite an account', allows: ADMINS, refusal: 'not_found' },
  'account.switch': { about: 'Disable or enable an account', allows: ADMINS, refusal: 'not_found' },
  'account.change_role': { about: 'Change an account’s role', allows: ADMINS, refusal: 'not_found' },
  'account.create_password_link': {
    about: 'Make a one-time link for a new password',
    allows: ADMINS,
    refusal: 'not_found',
  },
  'account.end_sessions': { about: 'End another account’s sessions', allows: ADMINS, refusal: 'not_found' },
  'token.revoke_any': { about: 'Revoke any token', allows: ADMINS, refusal: 'not_found' },
  'organization.create': { about: 'Create an organization', allows: ADMINS, refusal: 'not_found' },
  'organization.switch': {
    about: 'Disable or enable an organization',
    allows: ADMINS,
    refusal: 'not_found',
  },
  'organization.change_policy': {
    about: 'Change an organization’s policy',
    allows: ADMINS,
    refusal: 'not_found',
  },
  'catalogue.change': {
    about: 'Change modules and resource servers',
    allows: ADMINS,
    refusal: 'not_found',
  },
  'client.change': { about: 'Change OAuth clients', allows: ADMINS, refusal: 'not_found' },
  'policy.change': { about: 'Change the policy', allows: ADMINS, refusal: 'not_found' },
  'audit.read': { about: 'Read and export the audit log', allows: ADMINS, refusal: 'not_found' },
} as const satisfies Record<string, Permission>

export type Action = keyof typeof PERMISSIONS

export function isPermitted(action: Action, standings: readonly Standing[]): boolean {
  const allowed: readonly Standing[] = PERMISSIONS[action].allows
  return standings.some((standing) => allowed.includes(standing))
}
