import { type Command, Option } from 'commander'
import type { Role } from '../../accounts/index.ts'
import { OPERATOR } from '../../audit/index.ts'
import { examples } from '../examples.ts'
import { getAccount } from '../find-account.ts'
import type { Perform } from '../perform.ts'
import { accountJson } from '../views.ts'

const NOW = { admin: 'is an administrator', member: 'is a member' }

export function addAccountRole(account: Command, perform: Perform): void {
  account
    .command('role')
    .description('Make an account an administrator, or a member again. Its sessions end.')
    .argument('<email>', 'as account list shows it')
    .addOption(
      new Option('--role <role>', 'what it shall be').choices(['member', 'admin']).makeOptionMandatory(),
    )
    .addHelpText('after', examples('account role ada@example.com --role admin'))
    .action((email: string, { role }: { role: Role }) =>
      perform(async ({ accounts }) => {
        const { id } = await getAccount(accounts, email)
        const changed = await accounts.changeRole(OPERATOR, id, role)
        return { json: { account: accountJson(changed) }, text: `${changed.email} ${NOW[changed.role]}.` }
      }),
    )
}
