import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'
import { clientJson } from '../views.ts'

export function addClientEnsureInternal(client: Command, perform: Perform): void {
  client
    .command('ensure-internal')
    .description(
      'Make sure that Patmint’s own client is there, to which tokens are issued. Harmless to repeat.',
    )
    .addHelpText('after', examples('client ensure-internal'))
    .action(() =>
      perform(async ({ clients, prepared }) => {
        const ensured = await clients.ensureInternal(OPERATOR)
        // Opening the database ensures it too: then this command is the one that made it.
        const created = ensured.created || prepared.internalClientCreated
        const found = created ? 'is created' : 'was there already'
        const isOn = ensured.client.disabledAt === null
        const state = isOn ? 'Tokens can be generated.' : 'It is switched off: no tokens are generated.'
        return {
          json: { client: clientJson(ensured.client), created },
          text: `The internal client ${ensured.client.id} ${found}. ${state}`,
        }
      }),
    )
}
