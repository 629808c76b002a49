import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { scopesOf } from '../../scopes/index.ts'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'
import { moduleJson } from '../views.ts'

type Options = { readonly title?: string; readonly description?: string }

export function addModuleAdd(module: Command, perform: Perform): void {
  module
    .command('add')
    .description('Add a part of an API that tokens can be given access to.')
    .argument('<name>', 'as it stands in scopes: lower-case letters, digits, - and _')
    .option('--title <title>', 'how people see it (default: the name with a capital)')
    .option('--description <text>', 'what it holds, for the page that generates tokens')
    .addHelpText(
      'after',
      examples('module add billing --title Billing --description "Invoices and payments."'),
    )
    .action((name: string, options: Options) =>
      perform(async ({ catalogue }) => {
        const added = await catalogue.addModule(OPERATOR, { name, ...options })
        return {
          json: { module: moduleJson(added) },
          text: `The module “${added.title}” is added. Its scopes: ${scopesOf(added).join(', ')}.`,
        }
      }),
    )
}
