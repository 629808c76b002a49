import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { scopesLost, scopesOf } from '../../scopes/index.ts'
import { examples } from '../examples.ts'
import { type ActionOptions, actionsOption, bareOption, readActions } from '../module-options.ts'
import type { Perform } from '../perform.ts'
import { moduleJson } from '../views.ts'

type Options = ActionOptions & {
  readonly title?: string
  readonly description?: string
  readonly force?: true
}

export function addModuleChange(module: Command, perform: Perform): void {
  module
    .command('change')
    .description('Change a module. Its name stays: it stands in tokens. What is left out stays too.')
    .argument('<name>', 'as module list shows it')
    .option('--title <title>', 'how people see it')
    .option('--description <text>', 'what it holds, for the page that generates tokens')
    .addOption(actionsOption('all that can be done with it from now on, separated by commas'))
    .addOption(bareOption())
    .option('--force', 'also where live tokens lose something')
    .addHelpText(
      'after',
      examples(
        'module change billing --title "Billing and taxes"',
        'module change files --actions read,write,upload',
      ),
    )
    .action((name: string, { title, description, force, ...options }: Options) =>
      perform(async ({ catalogue, tokens }) => {
        const before = await catalogue.findModule(name)
        const given = {
          ...(title === undefined ? {} : { title }),
          ...(description === undefined ? {} : { description }),
          ...readActions(options),
        }
        if (before !== undefined) {
          const scopes = scopesLost(before, given.actions ?? before.actions)
          await tokens.checkLosses(scopes, force === true)
        }
        const changed = await catalogue.changeModule(OPERATOR, name, given)
        return {
          json: { module: moduleJson(changed) },
          text: `The module “${changed.title}” is changed. Its scopes: ${scopesOf(changed).join(', ')}.`,
        }
      }),
    )
}
