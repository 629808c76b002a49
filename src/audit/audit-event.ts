import type { Actor } from './actor.ts'

/** Every event there is. Names are promises: programs that read the audit log depend on them. */
export const EVENT_NAMES = [
  'account.created',
  'account.disabled',
  'account.enabled',
  'account.invited',
  'account.password_changed',
  'account.password_link_created',
  'account.password_reset',
  'account.role_changed',
  'client.changed',
  'client.created',
  'client.disabled',
  'client.enabled',
  'client.secret_ended',
  'client.secret_rotated',
  'declaration.applied',
  'grant.revoked',
  'membership.added',
  'membership.changed',
  'membership.removed',
  'module.changed',
  'module.created',
  'module.removed',
  'organization.changed',
  'organization.created',
  'organization.disabled',
  'organization.enabled',
  'policy.changed',
  'resource_server.changed',
  'session.ended',
  'session.password_confirmed',
  'session.started',
  'sign_in.failed',
  'token.adopted',
  'token.deleted',
  'token.edited',
  'token.leaked',
  'token.minted',
  'token.rate_limit_changed',
  'token.revoked',
  'token.rotated',
  'webhook.changed',
  'webhook.created',
  'webhook.disabled',
  'webhook.enabled',
  'webhook.redelivered',
  'webhook.removed',
  'webhook.secret_rotated',
  'webhook.tested',
  'workspace.changed',
  'workspace.created',
  'workspace.disabled',
  'workspace.enabled',
] as const

export type EventName = (typeof EVENT_NAMES)[number]

export type NewAuditEvent = {
  readonly name: EventName
  readonly by: Actor
  /** Whose account it concerns, which may be another than the actor's. */
  readonly accountId?: string
  readonly tokenId?: string
  readonly clientId?: string
  /** The organization in which it happened. */
  readonly organizationId?: string
  /** What else a reader of the log needs. No secrets, no passwords, nothing that was typed into the wrong field. */
  readonly data?: Readonly<Record<string, unknown>>
}

/** As it is read: what it concerns comes by id and, where it is still there, by the name that people know it by. */
export type AuditEvent = {
  readonly id: string
  readonly at: Date
  readonly name: EventName
  readonly by: { readonly kind: Actor['kind']; readonly id: string | null; readonly label: string }
  readonly accountId: string | null
  /** The e-mail address of the account that it concerns. */
  readonly account: string | null
  readonly tokenId: string | null
  /** The token's name. */
  readonly token: string | null
  readonly clientId: string | null
  /** The client's name. */
  readonly client: string | null
  readonly organizationId: string | null
  /** The organization's slug. */
  readonly organization: string | null
  readonly address: string | null
  readonly requestId: string | null
  readonly data: Readonly<Record<string, unknown>>
}
