import type { Command } from 'commander'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'
import { table } from '../text.ts'
import { resourceServerJson } from '../views.ts'

const NOTHING =
  'There are no resource servers. Register one with: npm run patmint -- resource-server create --help'

export function addResourceServerList(server: Command, perform: Perform): void {
  server
    .command('list')
    .description('List the resource servers and the modules that they serve.')
    .addHelpText('after', examples('resource-server list'))
    .action(() =>
      perform(async ({ catalogue }) => {
        const all = await catalogue.listResourceServers()
        const rows = all.map(({ clientId, name, audience, modules, disabledAt }) => [
          clientId,
          name,
          audience,
          modules.map((module) => module.name).join(', '),
          disabledAt === null ? 'on' : 'off',
        ])
        return {
          json: { resourceServers: all.map(resourceServerJson) },
          text: table(['CLIENT ID', 'NAME', 'AUDIENCE', 'MODULES', 'STATE'], rows, NOTHING),
        }
      }),
    )
}
