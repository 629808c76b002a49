import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { examples } from '../examples.ts'
import { getAccount } from '../find-account.ts'
import { getToken } from '../find-token.ts'
import type { Perform } from '../perform.ts'
import { tokenJson } from '../views.ts'

export function addTokenAdopt(token: Command, perform: Perform): void {
  token
    .command('adopt')
    .description(
      'Let another administrator answer for a workspace’s or an organization’s token, so that it works on when its maker has left.',
    )
    .argument('<token-id>', 'as token list shows it')
    .requiredOption('--account <email>', 'an administrator of that workspace or organization')
    .addHelpText(
      'after',
      examples('token adopt 0199c2f0-6b1e-7d3a-9c41-2f8e5a7b6c10 --account grace@example.com'),
    )
    .action((id: string, options: { account: string }) =>
      perform(async ({ accounts, tokens, clock }) => {
        const account = await getAccount(accounts, options.account)
        await getToken(tokens, id)
        const token = await tokens.adopt(OPERATOR, account.id, id)
        return {
          json: { token: tokenJson(token, clock()) },
          text: `${account.email} now answers for the token “${token.name}”.`,
        }
      }),
    )
}
