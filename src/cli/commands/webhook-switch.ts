import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'
import { webhookJson } from '../views.ts'

const ABOUT = {
  disable: 'Switch a webhook off: nothing is sent to it, and what waits is given up.',
  enable: 'Switch a webhook on again. What happened meanwhile is not told.',
}

export function addWebhookSwitch(webhook: Command, perform: Perform, verb: 'disable' | 'enable'): void {
  webhook
    .command(verb)
    .description(ABOUT[verb])
    .argument('<id>', 'as webhook list shows it')
    .addHelpText('after', examples(`webhook ${verb} 0199…`))
    .action((id: string) =>
      perform(async ({ webhooks }) => {
        const switched = await webhooks[verb](OPERATOR, id)
        return {
          json: { webhook: webhookJson(switched) },
          text: `The webhook (${id}) is ${switched.disabledAt === null ? 'enabled' : 'disabled'}.`,
        }
      }),
    )
}
