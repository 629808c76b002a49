import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { welcomeLink } from '../../mail/index.ts'
import { examples } from '../examples.ts'
import { getAccount } from '../find-account.ts'
import { describeLink } from '../one-time-link.ts'
import type { Perform } from '../perform.ts'

export function addAccountPasswordLink(account: Command, perform: Perform): void {
  account
    .command('password-link')
    .description(
      'Make a one-time link for who has lost the password or the invitation. Older links end. It is mailed where mail is on.',
    )
    .argument('<email>', 'as account list shows it')
    .addHelpText('after', examples('account password-link ada@example.com'))
    .action((given: string) =>
      perform(async ({ accounts, config, mail }) => {
        const { id, email } = await getAccount(accounts, given)
        const { secret, expiresAt } = await accounts.createPasswordLink(OPERATOR, id)
        const link = welcomeLink(config.issuer, secret)
        const done = `${email} can choose a new password. The one it has, if any, works until then.`
        const mailedTo = mail.isOn ? email : undefined
        return {
          json: { email, link, linkExpiresAt: expiresAt, mailedTo: mailedTo ?? null },
          text: describeLink(done, { link, expiresAt, mailedTo }),
        }
      }),
    )
}
