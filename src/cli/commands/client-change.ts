import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import type { Client } from '../../clients/index.ts'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'
import { collect } from '../shell.ts'
import { facts, paragraphs } from '../text.ts'
import { clientJson } from '../views.ts'

type Options = {
  readonly name?: string
  readonly redirectUri?: string[]
  readonly firstParty?: boolean
}

export function addClientChange(client: Command, perform: Perform): void {
  client
    .command('change')
    .description('Change an application. What is left out stays as it is.')
    .argument('<client-id>', 'as client list shows it')
    .option('--name <name>', 'how people see it')
    .option(
      '--redirect-uri <uri>',
      'where people are sent back to, in place of all before; may be repeated',
      collect,
    )
    .option('--first-party', 'it is yours: no consent page, and it may revoke personal access tokens')
    .option('--no-first-party', 'it is somebody else’s')
    .addHelpText(
      'after',
      examples(
        'client change 0199… --name "Team wiki"',
        'client change 0199… --redirect-uri https://wiki.example.com/callback --no-first-party',
      ),
    )
    .action((id: string, { name, redirectUri, firstParty }: Options) =>
      perform(async ({ clients }) => {
        const changed = await clients.changeApplication(OPERATOR, id, {
          ...(name === undefined ? {} : { name }),
          ...(redirectUri === undefined ? {} : { redirectUris: redirectUri }),
          ...(firstParty === undefined ? {} : { firstParty }),
        })
        return { json: { client: clientJson(changed) }, text: describe(changed) }
      }),
    )
}

const describe = ({ id, name, redirectUris, firstParty }: Client): string =>
  paragraphs(
    `The application “${name}” is changed.`,
    facts([
      ['Client id', id],
      ['Redirect URIs', redirectUris.join(' ')],
      ['Yours', firstParty ? 'yes' : 'no'],
    ]),
  )
