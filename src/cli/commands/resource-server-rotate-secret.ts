import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'
import { describeRotation, overlapOption, type RotateOptions } from '../secret.ts'
import { resourceServerJson } from '../views.ts'

export function addResourceServerRotateSecret(server: Command, perform: Perform): void {
  server
    .command('rotate-secret')
    .description('Give a resource server a new secret, shown once. The old one is good too for a while.')
    .argument('<client-id>', 'as resource-server list shows it')
    .addOption(overlapOption())
    .option('--env', 'print only CLIENT_ID=… and CLIENT_SECRET=…, for eval or an .env file')
    .addHelpText(
      'after',
      examples(
        'resource-server rotate-secret 0199… --overlap week',
        'resource-server rotate-secret 0199… --overlap none',
      ),
    )
    .action((id: string, { overlap, env }: RotateOptions) =>
      perform(async ({ catalogue, clients }) => {
        const { name } = await catalogue.getResourceServer(id)
        const { client, secret } = await clients.rotateSecret(OPERATOR, id, { overlap })
        const until = client.previousSecretEndsAt
        return {
          json: {
            resourceServer: resourceServerJson(await catalogue.getResourceServer(id)),
            clientSecret: secret,
          },
          text: describeRotation({ name, clientId: id, secret, until }, env === true),
        }
      }),
    )
}
