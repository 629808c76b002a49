import type { AuditEvent, EventName } from '../../../../audit/index.ts'

/** What happened, as the log and its filter say it. */
export const EVENT_WORDS: Readonly<Record<EventName, string>> = {
  'account.created': 'Account created',
  'account.disabled': 'Account disabled',
  'account.enabled': 'Account enabled',
  'account.invited': 'Invitation made',
  'account.password_changed': 'Password changed',
  'account.password_link_created': 'Link for a new password made',
  'account.password_reset': 'Password reset',
  'account.role_changed': 'Role changed',
  'client.changed': 'Client changed',
  'client.created': 'Client registered',
  'client.disabled': 'Client disabled',
  'client.enabled': 'Client enabled',
  'client.secret_ended': 'Previous secret ended',
  'client.secret_rotated': 'Client secret rotated',
  'declaration.applied': 'Catalogue file applied',
  'grant.revoked': 'An application’s access removed',
  'membership.added': 'Member added',
  'membership.changed': 'Member’s role changed',
  'membership.removed': 'Member removed',
  'module.changed': 'Module changed',
  'module.created': 'Module added',
  'module.removed': 'Module removed',
  'organization.changed': 'Organization changed',
  'organization.created': 'Organization created',
  'organization.disabled': 'Organization disabled',
  'organization.enabled': 'Organization enabled',
  'policy.changed': 'Policy changed',
  'resource_server.changed': 'Resource server changed',
  'session.ended': 'Signed out',
  'session.password_confirmed': 'Password confirmed',
  'session.started': 'Signed in',
  'sign_in.failed': 'Sign-in failed',
  'token.adopted': 'Token adopted',
  'token.deleted': 'Token deleted, long after its end',
  'token.edited': 'Token edited',
  'token.leaked': 'Token found in public',
  'token.minted': 'Token generated',
  'token.rate_limit_changed': 'Token’s rate limit changed',
  'token.revoked': 'Token revoked',
  'token.rotated': 'Token rotated',
  'webhook.changed': 'Webhook changed',
  'webhook.created': 'Webhook added',
  'webhook.disabled': 'Webhook disabled',
  'webhook.enabled': 'Webhook enabled',
  'webhook.redelivered': 'Webhook message sent again',
  'webhook.removed': 'Webhook removed',
  'webhook.secret_rotated': 'Webhook’s secret rotated',
  'webhook.tested': 'Webhook tried',
  'workspace.changed': 'Workspace changed',
  'workspace.created': 'Workspace created',
  'workspace.disabled': 'Workspace disabled',
  'workspace.enabled': 'Workspace enabled',
}

const GROUP_WORDS: Readonly<Record<string, string>> = {
  'account.': 'Accounts',
  'client.': 'OAuth clients',
  'declaration.': 'Catalogue files',
  'grant.': 'Applications’ access',
  'membership.': 'Members',
  'module.': 'Modules',
  'organization.': 'Organizations',
  'policy.': 'Policy',
  'resource_server.': 'Resource servers',
  'session.': 'Sessions',
  'sign_in.': 'Sign-in',
  'token.': 'Tokens',
  'webhook.': 'Webhooks',
  'workspace.': 'Workspaces',
}

export const groupWords = (group: string): string => GROUP_WORDS[group] ?? group

/** How loudly it is shown: what opened something, what ended something. */
export function toneOf(name: EventName): 'green' | 'red' | 'plain' {
  if (/\.(created|minted|enabled|added)$/.test(name)) return 'green'
  return /\.(disabled|revoked|removed|failed|leaked)$/.test(name) ? 'red' : 'plain'
}

/** What else is recorded, as pairs of words: `when` → `day`, `newHint` → `x7Qz`. */
export const detailsOf = ({ data }: AuditEvent): { label: string; value: string }[] =>
  Object.entries(data).map(([key, value]) => ({ label: inWords(key), value: print(value) }))

const inWords = (key: string): string =>
  key.replaceAll('_', ' ').replaceAll(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`)

function print(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === null || (Array.isArray(value) && value.length === 0)) return 'none'
  const isPlainList = Array.isArray(value) && value.every((item) => typeof item === 'string')
  return isPlainList ? value.join(', ') : JSON.stringify(value)
}
