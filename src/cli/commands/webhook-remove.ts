import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'

export function addWebhookRemove(webhook: Command, perform: Perform): void {
  webhook
    .command('remove')
    .description('Remove a webhook, with its secret and its deliveries.')
    .argument('<id>', 'as webhook list shows it')
    .addHelpText('after', examples('webhook remove 0199…'))
    .action((id: string) =>
      perform(async ({ webhooks }) => {
        await webhooks.remove(OPERATOR, id)
        return { json: { removed: id }, text: `The webhook (${id}) is removed.` }
      }),
    )
}
