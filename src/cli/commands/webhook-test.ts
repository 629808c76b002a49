import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'
import { deliveryJson } from '../views.ts'

export function addWebhookTest(webhook: Command, perform: Perform): void {
  webhook
    .command('test')
    .description(
      'Send a webhook a message that says nothing, to see whether it comes. A running server sends it.',
    )
    .argument('<id>', 'as webhook list shows it')
    .addHelpText('after', examples('webhook test 0199…'))
    .action((id: string) =>
      perform(async ({ webhooks }) => {
        const delivery = await webhooks.sendTest(OPERATOR, id)
        return {
          json: { delivery: deliveryJson(delivery) },
          text: `The message waits, and goes out while a server runs. See what came of it:\n\n  npm run patmint -- webhook deliveries ${id}`,
        }
      }),
    )
}
