import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'
import { collect } from '../shell.ts'
import { facts, paragraphs } from '../text.ts'
import { clientJson } from '../views.ts'

type Options = {
  readonly name: string
  readonly redirectUri: string[]
  readonly public?: true
  readonly firstParty?: true
}

export function addClientCreate(client: Command, perform: Perform): void {
  client
    .command('create')
    .description('Register an OAuth application that signs people in. Its secret is shown once.')
    .requiredOption('--name <name>', 'how people see it')
    .requiredOption('--redirect-uri <uri>', 'where people are sent back to; may be repeated', collect)
    .option('--public', 'it runs on people’s devices and cannot keep a secret')
    .option('--first-party', 'it is yours: no consent page, and it may revoke personal access tokens')
    .addHelpText(
      'after',
      examples(
        'client create --name "Wiki" --redirect-uri https://wiki.example.com/callback',
        'client create --name "CLI" --redirect-uri http://127.0.0.1/callback --public',
      ),
    )
    .action((options: Options) =>
      perform(async ({ clients, config }) => {
        const { client: created, secret } = await clients.createApplication(OPERATOR, {
          name: options.name,
          redirectUris: options.redirectUri,
          isPublic: options.public === true,
          firstParty: options.firstParty === true,
        })
        return {
          json: { client: clientJson(created), clientSecret: secret ?? null },
          text: paragraphs(
            `The application “${created.name}” is registered.`,
            facts([
              ['Client id', created.id],
              ['Client secret', secret],
              ['Discovery', `${config.issuer}/.well-known/openid-configuration`],
            ]),
            secret === undefined
              ? undefined
              : 'The secret is shown this once. Keep it where the application reads it.',
          ),
        }
      }),
    )
}
