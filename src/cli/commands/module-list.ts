import type { Command } from 'commander'
import { scopesOf } from '../../scopes/index.ts'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'
import { table } from '../text.ts'
import { listedModuleJson } from '../views.ts'

const NOTHING = 'There are no modules. Add one with: npm run patmint -- module add tracker'

export function addModuleList(module: Command, perform: Perform): void {
  module
    .command('list')
    .description('List the modules, their scopes, and who serves them.')
    .addHelpText('after', examples('module list'))
    .action(() =>
      perform(async ({ catalogue }) => {
        const all = await catalogue.listModules()
        const rows = all.map((each) => [
          each.name,
          each.title,
          scopesOf(each).join(' '),
          each.resourceServers.join(', ') || '-',
        ])
        return {
          json: { modules: all.map(listedModuleJson) },
          text: table(['NAME', 'TITLE', 'SCOPES', 'RESOURCE SERVERS'], rows, NOTHING),
        }
      }),
    )
}
