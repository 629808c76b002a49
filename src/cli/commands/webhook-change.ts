import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { withoutUndefined } from '../../lib/index.ts'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'
import { parseList } from '../shell.ts'
import { facts, paragraphs } from '../text.ts'
import { webhookJson } from '../views.ts'

type Options = { readonly url?: string; readonly events?: string[]; readonly description?: string }

export function addWebhookChange(webhook: Command, perform: Perform): void {
  webhook
    .command('change')
    .description('Change a webhook. What is left out stays as it is.')
    .argument('<id>', 'as webhook list shows it')
    .option('--url <url>', 'where messages are posted to')
    .option('--events <list>', 'what it is told of, in place of all before', parseList)
    .option('--description <text>', 'what it is for')
    .addHelpText('after', examples('webhook change 0199… --events token.leaked,token.revoked'))
    .action((id: string, { url, events, description }: Options) =>
      perform(async ({ webhooks }) => {
        const changed = await webhooks.change(OPERATOR, id, withoutUndefined({ url, events, description }))
        return {
          json: { webhook: webhookJson(changed) },
          text: paragraphs(
            'The webhook is changed.',
            facts([
              ['Address', changed.url],
              ['Told of', changed.events.join(' ')],
              ['For', changed.description],
            ]),
          ),
        }
      }),
    )
}
