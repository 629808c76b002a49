import { type Executor, insertRows } from '../database/index.ts'
import { newId } from '../lib/index.ts'
import type { NewAuditEvent } from './audit-event.ts'
import { type AuditEventRow, auditEventEntity } from './audit-event-entity.ts'

/** Writes an event in the caller's transaction: what is not recorded did not happen, and the other way round. */
export const record = (tx: Executor, at: Date, event: NewAuditEvent): Promise<void> =>
  recordAll(tx, at, [event])

/** The same for several at once. */
export const recordAll = (tx: Executor, at: Date, events: readonly NewAuditEvent[]): Promise<void> =>
  insertRows(
    tx,
    auditEventEntity,
    events.map((event) => toRow(at, event)),
  )

const toRow = (at: Date, event: NewAuditEvent): AuditEventRow => ({
  id: newId(),
  at,
  name: event.name,
  actorKind: event.by.kind,
  actorId: event.by.id ?? null,
  accountId: event.accountId ?? null,
  tokenId: event.tokenId ?? null,
  clientId: event.clientId ?? null,
  organizationId: event.organizationId ?? null,
  address: event.by.address ?? null,
  requestId: event.by.requestId ?? null,
  data: {
    ...event.data,
    ...(event.by.tokenId === undefined ? {} : { withToken: event.by.tokenId }),
  },
})
