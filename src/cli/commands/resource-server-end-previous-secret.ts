import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'
import { resourceServerJson } from '../views.ts'

export function addResourceServerEndPreviousSecret(server: Command, perform: Perform): void {
  server
    .command('end-previous-secret')
    .description('Leave only the newest secret good, before the overlap is over. Harmless to repeat.')
    .argument('<client-id>', 'as resource-server list shows it')
    .addHelpText('after', examples('resource-server end-previous-secret 0199…'))
    .action((id: string) =>
      perform(async ({ catalogue, clients }) => {
        await catalogue.getResourceServer(id)
        await clients.endPreviousSecret(OPERATOR, id)
        const server = await catalogue.getResourceServer(id)
        return {
          json: { resourceServer: resourceServerJson(server) },
          text: `Only the newest secret of “${server.name}” is good.`,
        }
      }),
    )
}
