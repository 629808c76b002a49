import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import type { ResourceServer } from '../../catalogue/index.ts'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'
import { parseList, shellLines } from '../shell.ts'
import { facts, paragraphs } from '../text.ts'
import { resourceServerJson } from '../views.ts'

type Options = {
  readonly name: string
  readonly audience: string
  readonly modules: string[]
  readonly env?: true
}

export function addResourceServerCreate(server: Command, perform: Perform): void {
  server
    .command('create')
    .description('Register an API that asks whether tokens are good. Its secret is shown once.')
    .requiredOption('--name <name>', 'how people see it')
    .requiredOption('--audience <uri>', 'its identifier: an absolute URI, told to it as aud')
    .requiredOption('--modules <names>', 'the modules that it serves, separated by commas', parseList)
    .option('--env', 'print only CLIENT_ID=… and CLIENT_SECRET=…, for eval or an .env file')
    .addHelpText(
      'after',
      examples(
        'resource-server create --name "Tracker API" --audience https://tracker.example.com --modules tracker,documents',
      ),
    )
    .action((options: Options) =>
      perform(async ({ catalogue, config }) => {
        const { resourceServer, secret } = await catalogue.createResourceServer(OPERATOR, options)
        const introspectionEndpoint = `${config.issuer}/introspect`
        return {
          json: {
            resourceServer: resourceServerJson(resourceServer),
            clientSecret: secret,
            introspectionEndpoint,
          },
          text:
            options.env === true
              ? shellLines({ CLIENT_ID: resourceServer.clientId, CLIENT_SECRET: secret })
              : describe(resourceServer, secret, introspectionEndpoint),
        }
      }),
    )
}

const describe = (server: ResourceServer, secret: string, endpoint: string): string =>
  paragraphs(
    `The resource server “${server.name}” is registered.`,
    facts([
      ['Client id', server.clientId],
      ['Client secret', secret],
      ['Audience', server.audience],
      ['Modules', server.modules.map(({ name }) => name).join(', ')],
    ]),
    'The secret is shown this once. Keep it where the API reads it. To ask about a token:',
    `  curl -u '${server.clientId}:${secret}' -d token=pat_… ${endpoint}`,
  )
