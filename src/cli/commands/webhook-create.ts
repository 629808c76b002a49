import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { WEBHOOK_EVENTS } from '../../webhooks/index.ts'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'
import { parseList } from '../shell.ts'
import { facts, paragraphs } from '../text.ts'
import { webhookJson } from '../views.ts'

type Options = { readonly url: string; readonly events: string[]; readonly description: string }

export function addWebhookCreate(webhook: Command, perform: Perform): void {
  webhook
    .command('create')
    .description('Add a webhook: a program that is told when tokens come and go. Its secret is shown once.')
    .requiredOption('--url <url>', 'where messages are posted to')
    .requiredOption('--events <list>', `which of ${WEBHOOK_EVENTS.join(', ')}`, parseList)
    .option('--description <text>', 'what it is for', '')
    .addHelpText(
      'after',
      examples('webhook create --url https://hooks.example.com/patmint --events token.expiring,token.leaked'),
    )
    .action((options: Options) =>
      perform(async ({ webhooks }) => {
        const { webhook: created, secret } = await webhooks.register(OPERATOR, options)
        return {
          json: { webhook: webhookJson(created), secret },
          text: paragraphs(
            'The webhook is added.',
            facts([
              ['Id', created.id],
              ['Address', created.url],
              ['Told of', created.events.join(' ')],
              ['Secret', secret],
            ]),
            'The secret is shown this once. Keep it where the program reads it that checks the messages.',
          ),
        }
      }),
    )
}
