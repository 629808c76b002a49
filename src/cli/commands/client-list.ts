import type { Command } from 'commander'
import type { Client } from '../../clients/index.ts'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'
import { day, table } from '../text.ts'
import { clientJson } from '../views.ts'

const KINDS: Record<Client['kind'], string> = {
  internal: 'internal',
  resource_server: 'resource server',
  application: 'application',
}

export function addClientList(client: Command, perform: Perform): void {
  client
    .command('list')
    .description('List every OAuth client: applications, resource servers and Patmint’s own.')
    .addHelpText('after', examples('client list'))
    .action(() =>
      perform(async ({ clients }) => {
        const all = await clients.list()
        const rows = all.map(({ id, name, kind, createdAt, disabledAt }) => [
          id,
          name,
          KINDS[kind],
          day(createdAt),
          disabledAt === null ? 'on' : `off since ${day(disabledAt)}`,
        ])
        return {
          json: { clients: all.map(clientJson) },
          text: table(['CLIENT ID', 'NAME', 'KIND', 'CREATED', 'STATE'], rows, 'There are no clients.'),
        }
      }),
    )
}
