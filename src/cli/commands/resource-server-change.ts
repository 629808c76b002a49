import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { type ResourceServer, scopesDropped } from '../../catalogue/index.ts'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'
import { parseList } from '../shell.ts'
import { facts, paragraphs } from '../text.ts'
import { resourceServerJson } from '../views.ts'

type Options = {
  readonly name?: string
  readonly audience?: string
  readonly modules?: string[]
  readonly force?: true
}

export function addResourceServerChange(server: Command, perform: Perform): void {
  server
    .command('change')
    .description('Change a resource server. What is left out stays as it is.')
    .argument('<client-id>', 'as resource-server list shows it')
    .option('--name <name>', 'how people see it')
    .option('--audience <uri>', 'its identifier: an absolute URI, told to it as aud')
    .option('--modules <names>', 'all modules that it serves from now on, separated by commas', parseList)
    .option('--force', 'also where live tokens lose something')
    .addHelpText('after', examples('resource-server change 0199… --modules tracker,documents'))
    .action((id: string, { force, ...given }: Options) =>
      perform(async ({ catalogue, tokens }) => {
        const scopes = scopesDropped(await catalogue.getResourceServer(id), given.modules)
        await tokens.checkLosses(scopes, force === true)
        const changed = await catalogue.changeResourceServer(OPERATOR, id, given)
        return { json: { resourceServer: resourceServerJson(changed) }, text: describe(changed) }
      }),
    )
}

const describe = ({ clientId, name, audience, modules }: ResourceServer): string =>
  paragraphs(
    `The resource server “${name}” is changed.`,
    facts([
      ['Client id', clientId],
      ['Audience', audience],
      ['Modules', modules.map((module) => module.name).join(', ')],
    ]),
  )
