import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'
import { resourceServerJson } from '../views.ts'

const ABOUT = {
  disable: 'Switch a resource server off: whatever it asks is answered 401.',
  enable: 'Switch a resource server on again.',
}

export function addResourceServerSwitch(server: Command, perform: Perform, verb: 'disable' | 'enable'): void {
  server
    .command(verb)
    .description(ABOUT[verb])
    .argument('<client-id>', 'as resource-server list shows it')
    .addHelpText('after', examples(`resource-server ${verb} 0199…`))
    .action((id: string) =>
      perform(async ({ catalogue, clients }) => {
        // An application or Patmint's own client must not be switched by mistake.
        await catalogue.getResourceServer(id)
        await clients[verb](OPERATOR, id)
        const switched = await catalogue.getResourceServer(id)
        return {
          json: { resourceServer: resourceServerJson(switched) },
          text: `The resource server “${switched.name}” (${id}) is switched ${verb === 'enable' ? 'on' : 'off'}.`,
        }
      }),
    )
}
