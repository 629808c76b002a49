import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { isBareScope, type Module, scopesOf } from '../../scopes/index.ts'
import { examples } from '../examples.ts'
import { type ActionOptions, actionsOption, bareOption, readActions } from '../module-options.ts'
import type { Perform } from '../perform.ts'
import { moduleJson } from '../views.ts'

type Options = ActionOptions & { readonly title?: string; readonly description?: string }

export function addModuleAdd(module: Command, perform: Perform): void {
  module
    .command('add')
    .description('Add a part of an API that tokens can be given access to.')
    .argument('<name>', 'as it stands in scopes: lower-case letters, digits, - and _')
    .option('--title <title>', 'how people see it (default: the name with a capital)')
    .option('--description <text>', 'what it holds, for the page that generates tokens')
    .addOption(
      actionsOption(
        'what can be done with it, separated by commas (default: read,write; write includes read)',
      ),
    )
    .addOption(bareOption())
    .addHelpText(
      'after',
      examples(
        'module add billing --title Billing --description "Invoices and payments."',
        'module add files --actions read,upload',
        'module add upload --bare',
      ),
    )
    .action((name: string, { title, description, ...options }: Options) =>
      perform(async ({ catalogue }) => {
        const added = await catalogue.addModule(OPERATOR, {
          name,
          ...(title === undefined ? {} : { title }),
          ...(description === undefined ? {} : { description }),
          ...readActions(options),
        })
        return { json: { module: moduleJson(added) }, text: describe(added) }
      }),
    )
}

const describe = (added: Module): string =>
  isBareScope(added)
    ? `The scope ${added.name} is added.`
    : `The module “${added.title}” is added. Its scopes: ${scopesOf(added).join(', ')}.`
