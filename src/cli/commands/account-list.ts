import type { Command } from 'commander'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'
import { day, table } from '../text.ts'
import { accountJson } from '../views.ts'

const NOTHING =
  'There are no accounts. Make the first administrator with: npm run patmint -- account create --email you@example.com --admin'

export function addAccountList(account: Command, perform: Perform): void {
  account
    .command('list')
    .description('List every account.')
    .addHelpText('after', examples('account list'))
    .action(() =>
      perform(async ({ accounts }) => {
        const all = await accounts.list()
        const rows = all.map(({ email, name, role, createdAt, disabledAt }) => [
          email,
          name,
          role,
          day(createdAt),
          disabledAt === null ? 'active' : `disabled ${day(disabledAt)}`,
        ])
        return {
          json: { accounts: all.map(accountJson) },
          text: table(['E-MAIL', 'NAME', 'ROLE', 'CREATED', 'STATE'], rows, NOTHING),
        }
      }),
    )
}
