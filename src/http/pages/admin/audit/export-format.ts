import { stringify } from 'csv-stringify/sync'
import type { AuditEvent } from '../../../../audit/index.ts'

/** A file format that is written a piece at a time. */
export type ExportFormat = {
  readonly type: string
  readonly head: string
  /** `isFirst`: nothing stands before it but the head. */
  piece(events: readonly AuditEvent[], isFirst: boolean): string
  readonly tail: string
}

/** Names that programs depend on, field by field: a new column of the table never leaks into a file. */
const toRecord = (event: AuditEvent) => ({
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

const COLUMNS = [
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

/** RFC 4180. What a spreadsheet would take for a formula (`=…`, `+…`, `@…`) is written as a text. */
const csv: ExportFormat = {
  type: 'text/csv; charset=utf-8; header=present',
  head: stringify([COLUMNS], { record_delimiter: 'windows' }),
  piece: (events) =>
    stringify(
      events.map((event) => ({ ...toRecord(event), data: JSON.stringify(event.data) })),
      { columns: COLUMNS, escape_formulas: true, record_delimiter: 'windows' },
    ),
  tail: '',
}

const json: ExportFormat = {
  type: 'application/json; charset=utf-8',
  head: '[\n',
  piece: (events, isFirst) =>
    (isFirst ? '' : ',\n') + events.map((event) => JSON.stringify(toRecord(event))).join(',\n'),
  tail: '\n]\n',
}

export const EXPORT_FORMATS = { csv, json } as const
