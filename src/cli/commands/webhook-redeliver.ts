import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'
import { deliveryJson } from '../views.ts'

export function addWebhookRedeliver(webhook: Command, perform: Perform): void {
  webhook
    .command('redeliver')
    .description('Send a message again, whatever became of it. A running server sends it.')
    .argument('<id>', 'as webhook list shows it')
    .argument('<delivery-id>', 'as webhook deliveries shows it')
    .addHelpText('after', examples('webhook redeliver 0199… 019a…'))
    .action((webhookId: string, deliveryId: string) =>
      perform(async ({ webhooks }) => {
        const delivery = await webhooks.redeliver(OPERATOR, { webhookId, deliveryId })
        return {
          json: { delivery: deliveryJson(delivery) },
          text: 'The message waits, and goes out while a server runs.',
        }
      }),
    )
}
