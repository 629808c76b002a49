import { type Command, Option } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { RETIRE_WHEN, type RetireWhen } from '../../tokens/index.ts'
import { examples } from '../examples.ts'
import { getToken } from '../find-token.ts'
import type { Perform } from '../perform.ts'
import { showSecret } from '../show-secret.ts'

type Options = { readonly oldStops: RetireWhen; readonly env?: true }

export function addTokenRotate(token: Command, perform: Perform): void {
  token
    .command('rotate')
    .description('Give a token a new secret, shown once. The old one stops when you say.')
    .argument('<token-id>', 'as token list shows it')
    .addOption(
      new Option('--old-stops <when>', 'at once, in an hour, in a day, or when the new one is first used')
        .choices(RETIRE_WHEN)
        .default('day'),
    )
    .option('--env', 'print only TOKEN=…, for eval or an .env file')
    .addHelpText('after', examples('token rotate 0199c2f0-6b1e-7d3a-9c41-2f8e5a7b6c10 --old-stops now'))
    .action((id: string, { oldStops, env }: Options) =>
      perform(async ({ tokens, clock }) => {
        const { accountId } = await getToken(tokens, id)
        const issued = await tokens.rotate(OPERATOR, { accountId, tokenId: id, when: oldStops })
        const heading = `The token “${issued.token.name}” of ${issued.token.accountEmail} has a new secret.`
        return showSecret(issued, heading, { now: clock(), env: env === true })
      }),
    )
}
