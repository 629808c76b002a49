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

/** What is acted on, for the table of the documentation: a standing is held towards it. */
export type Target =
  | 'self'
  | 'own_token'
  | 'workspace'
  | 'workspace_token'
  | 'organization'
  | 'organization_token'
  | 'service_token'
  | 'instance'

/** How a refusal is said: as if the thing were not there, plainly, or by a page that has it not. */
type Refusal = 'not_found' | 'forbidden' | 'left_out'

type Permission = {
  /** For the table of the documentation. */
  readonly about: string
  readonly on: readonly Target[]
  readonly allows: readonly Standing[]
  /** What somebody who is signed in and may not is told. Who is not signed in is asked to sign in. */
  readonly refusal: Refusal
}

const TOKENS = ['own_token', 'workspace_token', 'organization_token', 'service_token'] as const
const ORGANIZATION_ADMINS = ['organization_admin', 'admin'] as const
const WORKSPACE_ADMINS = ['workspace_admin', ...ORGANIZATION_ADMINS] as const
/** Who answers for a token of a place. Administrators of the instance may end it, and no more: they hold no role there. */
const PLACE_ADMINS = ['workspace_admin', 'organization_admin'] as const

const forEverybody = (about: string, on: Target) =>
  ({ about, on: [on], allows: ['member'], refusal: 'forbidden' }) as const satisfies Permission

/** Whoever may not is not told that there is such a token. */
const forOwners = (about: string) =>
  ({ about, on: TOKENS, allows: ['owner', ...PLACE_ADMINS], refusal: 'not_found' }) as const

/** For the administrators of the instance: to everybody else there is nothing there. */
const forAdmins = (about: string) =>
  ({ about, on: ['instance'], allows: ['admin'], refusal: 'not_found' }) as const

const inOrganization = (about: string) =>
  ({ about, on: ['organization'], allows: ORGANIZATION_ADMINS, refusal: 'forbidden' }) as const

const inWorkspace = (about: string) =>
  ({ about, on: ['workspace'], allows: WORKSPACE_ADMINS, refusal: 'forbidden' }) as const

/**
 * Who may do what. This table is what the doors ask, what the documentation shows, and what the tests go through cell by
 * cell. An operator with a shell on the server may do all of it.
 */
export const PERMISSIONS = {
  'account.secure_own': forEverybody('Change one’s own password, end one’s own sessions', 'self'),
  'token.mint_personal': forEverybody('Generate a token', 'own_token'),
  'token.mint_workspace': {
    about: 'Generate a token',
    on: ['workspace_token'],
    allows: PLACE_ADMINS,
    refusal: 'forbidden',
  },
  'token.mint_organization': {
    about: 'Generate a token',
    on: ['organization_token'],
    allows: ['organization_admin'],
    refusal: 'forbidden',
  },
  'token.mint_for_service_account': {
    about: 'Generate a token',
    on: ['service_token'],
    allows: ORGANIZATION_ADMINS,
    refusal: 'forbidden',
  },
  'token.see': forOwners('See a token, its use and its history'),
  'token.edit': forOwners('Edit a token: name, networks, fewer scopes'),
  'token.rotate': forOwners('Rotate a token'),
  'token.revoke': forOwners('Revoke a token'),
  'token.adopt': {
    about: 'Adopt a token that somebody else answers for',
    on: ['workspace_token', 'organization_token'],
    allows: PLACE_ADMINS,
    refusal: 'not_found',
  },

  'workspace.see': {
    about: 'See a workspace and who is in it',
    on: ['workspace'],
    allows: ['workspace_member', ...WORKSPACE_ADMINS],
    refusal: 'not_found',
  },
  'workspace.see_tokens': { ...inWorkspace('See all its tokens'), refusal: 'left_out' },
  'workspace.manage_members': inWorkspace('Add, change and remove its members'),

  'organization.see': {
    about: 'See an organization and who is in it',
    on: ['organization'],
    allows: ['organization_member', ...ORGANIZATION_ADMINS],
    refusal: 'not_found',
  },
  'organization.see_tokens': {
    ...inOrganization('See all its tokens, its workspaces’ and its service accounts’'),
    refusal: 'left_out',
  },
  'organization.manage_members': inOrganization('Add, change and remove its members'),
  'organization.create_workspace': inOrganization('See all its workspaces, and create one more'),
  'organization.manage_service_accounts': inOrganization('Create, disable and enable its service accounts'),

  'console.see': forAdmins('Open the administration: see everything there is'),
  'account.invite': forAdmins('Invite an account'),
  'account.switch': forAdmins('Disable or enable an account'),
  'account.change_role': forAdmins('Change an account’s role'),
  'account.create_password_link': forAdmins('Make a one-time link for a new password'),
  'account.end_sessions': forAdmins('End another account’s sessions'),
  'token.issue': forAdmins('Issue a token for another person'),
  'token.revoke_any': forAdmins('Revoke any token'),
  'token.set_rate_limit': forAdmins('Change the rate limit of any token'),
  'organization.create': forAdmins('Create an organization'),
  'organization.change': forAdmins('Rename an organization'),
  'organization.switch': forAdmins('Disable or enable an organization'),
  'organization.change_policy': forAdmins('Change an organization’s policy'),
  'workspace.change': forAdmins('Rename, disable or enable a workspace'),
  'catalogue.change': forAdmins('Change modules and resource servers'),
  'client.change': forAdmins('Change OAuth clients'),
  'webhook.change': forAdmins('Change webhooks, try them, send messages again'),
  'generation.switch': forAdmins('Switch token generation off or on'),
  'policy.change': forAdmins('Change the policy'),
  'audit.read': forAdmins('Read and export the audit log'),
} as const satisfies Record<string, Permission>

export type Action = keyof typeof PERMISSIONS

export function isPermitted(action: Action, standings: readonly Standing[]): boolean {
  const allowed: readonly Standing[] = PERMISSIONS[action].allows
  return standings.some((standing) => allowed.includes(standing))
}
