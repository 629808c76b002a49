import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { type Client, INTERNAL_CLIENT_ID } from '../../clients/index.ts'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'
import { clientJson } from '../views.ts'

const ABOUT = {
  disable: `Switch a client off. Switching off ${INTERNAL_CLIENT_ID} stops token generation; tokens that exist keep working.`,
  enable: 'Switch a client on again.',
}

export function addClientSwitch(client: Command, perform: Perform, verb: 'disable' | 'enable'): void {
  client
    .command(verb)
    .description(ABOUT[verb])
    .argument('<client-id>', 'as client list shows it')
    .addHelpText('after', examples(`client ${verb} ${INTERNAL_CLIENT_ID}`))
    .action((id: string) =>
      perform(async ({ clients }) => {
        const switched = await clients[verb](OPERATOR, id)
        return { json: { client: clientJson(switched) }, text: describe(switched) }
      }),
    )
}

function describe({ id, kind, name, disabledAt }: Client): string {
  if (kind === 'internal') {
    return disabledAt === null
      ? 'Token generation is on.'
      : 'Token generation is off: nobody can generate or rotate a token. Tokens that exist keep working.'
  }
  return `The client “${name}” (${id}) is switched ${disabledAt === null ? 'on' : 'off'}.`
}
