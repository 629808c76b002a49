import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'
import { describeRotation, overlapOption, type RotateOptions } from '../secret.ts'
import { clientJson } from '../views.ts'

export function addClientRotateSecret(client: Command, perform: Perform): void {
  client
    .command('rotate-secret')
    .description('Give a client a new secret, shown once. The old one is good too for a while.')
    .argument('<client-id>', 'as client list shows it')
    .addOption(overlapOption())
    .option('--env', 'print only CLIENT_ID=… and CLIENT_SECRET=…, for eval or an .env file')
    .addHelpText('after', examples('client rotate-secret 0199… --overlap week'))
    .action((id: string, { overlap, env }: RotateOptions) =>
      perform(async ({ clients }) => {
        const { client: rotated, secret } = await clients.rotateSecret(OPERATOR, id, { overlap })
        const { name, previousSecretEndsAt: until } = rotated
        return {
          json: { client: clientJson(rotated), clientSecret: secret },
          text: describeRotation({ name, clientId: id, secret, until }, env === true),
        }
      }),
    )
}
