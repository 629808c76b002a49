import type { Command } from 'commander'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'
import { state, table } from '../text.ts'
import { webhookJson } from '../views.ts'

const HEADINGS = ['ID', 'ADDRESS', 'TOLD OF', 'STATE', 'DELIVERED', 'WAITING', 'FAILED']

export function addWebhookList(webhook: Command, perform: Perform): void {
  webhook
    .command('list')
    .description('List every webhook, and what became of its messages of the last 30 days.')
    .addHelpText('after', examples('webhook list'))
    .action(() =>
      perform(async ({ webhooks }) => {
        const [all, counted] = [await webhooks.list(), await webhooks.countDeliveries()]
        const countsOf = (id: string) => counted.get(id) ?? { delivered: 0, pending: 0, failed: 0 }
        const rows = all.map(({ id, url, events, disabledAt }) => {
          const { delivered, pending, failed } = countsOf(id)
          return [id, url, events.join(' '), state(disabledAt), ...[delivered, pending, failed].map(String)]
        })
        return {
          json: { webhooks: all.map((one) => ({ ...webhookJson(one), deliveries: countsOf(one.id) })) },
          text: table(HEADINGS, rows, 'There are no webhooks.'),
        }
      }),
    )
}
