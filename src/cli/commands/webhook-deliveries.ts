import { type Command, Option } from 'commander'
import { withoutUndefined } from '../../lib/index.ts'
import { DELIVERY_STATES, type DeliveryState } from '../../webhooks/index.ts'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'
import { parseLimit } from '../shell.ts'
import { minute, table } from '../text.ts'
import { deliveryJson } from '../views.ts'

type Options = { readonly state?: DeliveryState; readonly limit: number }

const HEADINGS = ['ID', 'EVENT', 'WHEN', 'STATE', 'TRIES', 'OUTCOME']

export function addWebhookDeliveries(webhook: Command, perform: Perform): void {
  webhook
    .command('deliveries')
    .description('List what was sent to a webhook in the last 30 days, the newest first.')
    .argument('<id>', 'as webhook list shows it')
    .addOption(new Option('--state <state>', 'only these').choices(DELIVERY_STATES))
    .option('--limit <count>', 'how many at the most', parseLimit, 50)
    .addHelpText('after', examples('webhook deliveries 0199… --state failed'))
    .action((id: string, { state, limit }: Options) =>
      perform(async ({ webhooks }) => {
        const { deliveries } = await webhooks.listDeliveries(id, { limit, ...withoutUndefined({ state }) })
        const rows = deliveries.map((delivery) => [
          delivery.id,
          delivery.type,
          minute(delivery.createdAt),
          delivery.state,
          String(delivery.attempts),
          delivery.lastError ?? (delivery.lastStatus === null ? '' : `It answered ${delivery.lastStatus}.`),
        ])
        return {
          json: { deliveries: deliveries.map(deliveryJson) },
          text: table(HEADINGS, rows, 'Nothing was sent to it.'),
        }
      }),
    )
}
