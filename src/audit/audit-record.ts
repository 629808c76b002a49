import type { AuditEvent } from './audit-event.ts'

/** Names that programs depend on, field by field: a new column of the table never leaks into a file. */
export const toAuditRecord = (event: AuditEvent) => ({
  id: event.id,
  at: event.at.toISOString(),
  event: event.name,
  actor_kind: event.by.kind,
  actor_id: event.by.id,
  actor: event.by.label,
  account_id: event.accountId,
  account: event.account,
  token_id: event.tokenId,
  token: event.token,
  client_id: event.clientId,
  client: event.client,
  organization_id: event.organizationId,
  organization: event.organization,
  address: event.address,
  request_id: event.requestId,
  data: event.data,
})

export const AUDIT_COLUMNS = [
  'id',
  'at',
  'event',
  'actor_kind',
  'actor_id',
  'actor',
  'account_id',
  'account',
  'token_id',
  'token',
  'client_id',
  'client',
  'organization_id',
  'organization',
  'address',
  'request_id',
  'data',
]
