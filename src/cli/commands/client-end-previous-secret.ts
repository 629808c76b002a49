import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'
import { clientJson } from '../views.ts'

export function addClientEndPreviousSecret(client: Command, perform: Perform): void {
  client
    .command('end-previous-secret')
    .description('Leave only the newest secret good, before the overlap is over. Harmless to repeat.')
    .argument('<client-id>', 'as client list shows it')
    .addHelpText('after', examples('client end-previous-secret 0199…'))
    .action((id: string) =>
      perform(async ({ clients }) => {
        const ended = await clients.endPreviousSecret(OPERATOR, id)
        return {
          json: { client: clientJson(ended) },
          text: `Only the newest secret of “${ended.name}” is good.`,
        }
      }),
    )
}
