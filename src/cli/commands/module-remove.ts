import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { scopesOf } from '../../scopes/index.ts'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'

export function addModuleRemove(module: Command, perform: Perform): void {
  module
    .command('remove')
    .description('Remove a module, and with it its scopes, everywhere and at once.')
    .argument('<name>', 'as module list shows it')
    .option('--force', 'also where live tokens lose something')
    .addHelpText('after', examples('module remove billing'))
    .action((name: string, { force }: { force?: true }) =>
      perform(async ({ catalogue, tokens }) => {
        const before = await catalogue.findModule(name)
        if (before !== undefined) await tokens.checkLosses(scopesOf(before), force === true)
        await catalogue.removeModule(OPERATOR, name)
        return { json: { module: name, removed: true }, text: `The module ${name} is removed.` }
      }),
    )
}
