import type { Command } from 'commander'
import { type AuditEvent, toAuditRecord } from '../../audit/index.ts'
import { type AuditOptions, addAuditOptions, toAuditFilter } from '../audit-filter.ts'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'
import { parseLimit } from '../shell.ts'
import { paragraphs, table } from '../text.ts'

type Options = AuditOptions & { readonly limit: number; readonly before?: string }

const HEADINGS = ['WHEN', 'EVENT', 'BY', 'CONCERNS', 'FROM', 'DATA']

export function addAuditList(audit: Command, perform: Perform): void {
  addAuditOptions(audit.command('list'))
    .description('List who did what, newest first.')
    .option('--limit <number>', 'how many', parseLimit, 50)
    .option('--before <event-id>', 'go on after this event')
    .addHelpText(
      'after',
      examples(
        'audit list --name token. --from 2027-01-01',
        'audit list --actor ada@example.com',
        'audit list --name sign_in.failed --limit 200 --json',
      ),
    )
    .action((options: Options) =>
      perform(async (services) => {
        const { limit, before } = options
        const filter = await toAuditFilter(services, options)
        const page = await services.audit.list(filter, before === undefined ? { limit } : { limit, before })
        return {
          json: { events: page.events.map(toAuditRecord), next: page.next ?? null },
          text: paragraphs(
            table(HEADINGS, page.events.map(toRow), 'No event is like that.'),
            page.next === undefined ? undefined : `There are more: add --before ${page.next}`,
          ),
        }
      }),
    )
}

const toRow = (event: AuditEvent): string[] => [
  event.at.toISOString().slice(0, 19).replace('T', ' '),
  event.name,
  event.by.label,
  [event.account, event.token, event.client, event.organization].filter((name) => name !== null).join(', ') ||
    '-',
  event.address ?? '-',
  JSON.stringify(event.data),
]
