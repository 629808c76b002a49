import { type Command, Option } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { WEBHOOK_OVERLAPS, type WebhookOverlap } from '../../webhooks/index.ts'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'
import { facts, minute, paragraphs } from '../text.ts'
import { webhookJson } from '../views.ts'

const overlapOption = () =>
  new Option('--overlap <time>', 'for how long messages are signed with the old secret, too')
    .choices(WEBHOOK_OVERLAPS)
    .default('day')

export function addWebhookRotateSecret(webhook: Command, perform: Perform): void {
  webhook
    .command('rotate-secret')
    .description('Give a webhook a new signing secret, shown once. Messages have two signatures for a while.')
    .argument('<id>', 'as webhook list shows it')
    .addOption(overlapOption())
    .addHelpText('after', examples('webhook rotate-secret 0199… --overlap week'))
    .action((id: string, { overlap }: { overlap: WebhookOverlap }) =>
      perform(async ({ webhooks }) => {
        const { webhook: rotated, secret } = await webhooks.rotateSecret(OPERATOR, id, { overlap })
        const until = rotated.previousSecretEndsAt
        return {
          json: { webhook: webhookJson(rotated), secret },
          text: paragraphs(
            'The webhook has a new secret.',
            facts([
              ['Secret', secret],
              ['Old secret', until === null ? 'no longer signs' : `signs until ${minute(until)}`],
            ]),
            'The secret is shown this once. Keep it where the program reads it that checks the messages.',
          ),
        }
      }),
    )
}
