import type { Command } from 'commander'
import { stringify } from 'csv-stringify/sync'
import { AUDIT_COLUMNS, type AuditEvent, toAuditRecord } from '../../audit/index.ts'
import { type AuditOptions, addAuditOptions, toAuditFilter } from '../audit-filter.ts'
import { examples } from '../examples.ts'
import type { Stream } from '../perform.ts'

export function addAuditExport(audit: Command, stream: Stream): void {
  addAuditOptions(audit.command('export'))
    .description('Print every event, newest first, one JSON document a line; however many there are.')
    .option('--csv', 'as CSV instead')
    // Without npm's own lines in the file.
    .addHelpText(
      'after',
      examples('audit export --from 2027-01-01 > audit.jsonl', 'audit export --csv > audit.csv').replaceAll(
        'npm run',
        'npm run -s',
      ),
    )
    .action((options: AuditOptions & { csv?: true }) =>
      stream(async function* (services) {
        const events = services.audit.stream(await toAuditFilter(services, options))
        yield* options.csv === true ? asCsv(events) : asLines(events)
      }),
    )
}

async function* asLines(events: AsyncIterable<AuditEvent>): AsyncGenerator<string> {
  for await (const event of events) yield `${JSON.stringify(toAuditRecord(event))}\n`
}

/** What a spreadsheet would take for a formula (`=…`, `+…`, `@…`) is written as a text. */
async function* asCsv(events: AsyncIterable<AuditEvent>): AsyncGenerator<string> {
  yield stringify([AUDIT_COLUMNS])
  for await (const event of events) {
    const record = { ...toAuditRecord(event), data: JSON.stringify(event.data) }
    yield stringify([record], { columns: AUDIT_COLUMNS, escape_formulas: true })
  }
}
