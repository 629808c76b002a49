import { stringify } from 'csv-stringify/sync'
import { AUDIT_COLUMNS, type AuditEvent, toAuditRecord } from '../../../../audit/index.ts'

/** A file format that is written a piece at a time. */
export type ExportFormat = {
  readonly type: string
  readonly head: string
  /** `isFirst`: nothing stands before it but the head. */
  piece(events: readonly AuditEvent[], isFirst: boolean): string
  readonly tail: string
}

/** RFC 4180. What a spreadsheet would take for a formula (`=…`, `+…`, `@…`) is written as a text. */
const csv: ExportFormat = {
  type: 'text/csv; charset=utf-8; header=present',
  head: stringify([AUDIT_COLUMNS], { record_delimiter: 'windows' }),
  piece: (events) =>
    stringify(
      events.map((event) => ({ ...toAuditRecord(event), data: JSON.stringify(event.data) })),
      { columns: AUDIT_COLUMNS, escape_formulas: true, record_delimiter: 'windows' },
    ),
  tail: '',
}

const json: ExportFormat = {
  type: 'application/json; charset=utf-8',
  head: '[\n',
  piece: (events, isFirst) =>
    (isFirst ? '' : ',\n') + events.map((event) => JSON.stringify(toAuditRecord(event))).join(',\n'),
  tail: '\n]\n',
}

export const EXPORT_FORMATS = { csv, json } as const
