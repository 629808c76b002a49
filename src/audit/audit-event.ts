import type { Actor } from './actor.ts'

/** Every event there is. Names are promises: programs that read the audit log depend on them. */
type EventName =
  | 'account.created'
  | 'account.disabled'
  | 'account.enabled'
  | 'account.invited'
  | 'account.password_changed'
  | 'account.password_link_created'
  | 'account.password_reset'
  | 'account.role_changed'
  | 'client.changed'
  | 'client.created'
  | 'client.disabled'
  | 'client.enabled'
  | 'client.secret_ended'
  | 'client.secret_rotated'
  | 'declaration.applied'
  | 'grant.revoked'
  | 'membership.added'
  | 'membership.changed'
  | 'membership.removed'
  | 'module.changed'
  | 'module.created'
  | 'module.removed'
  | 'organization.changed'
  | 'organization.created'
  | 'organization.disabled'
  | 'organization.enabled'
  | 'policy.changed'
  | 'resource_server.changed'
  | 'session.ended'
  | 'session.password_confirmed'
  | 'session.started'
  | 'sign_in.failed'
  | 'token.adopted'
  | 'token.edited'
  | 'token.minted'
  | 'token.revoked'
  | 'token.rotated'
  | 'workspace.changed'
  | 'workspace.created'
  | 'workspace.disabled'
  | 'workspace.enabled'

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

export type AuditEvent = {
  readonly id: string
  readonly at: Date
  readonly name: EventName
  readonly by: { readonly kind: Actor['kind']; readonly id: string | null; readonly label: string }
  readonly address: string | null
  readonly data: Readonly<Record<string, unknown>>
}
