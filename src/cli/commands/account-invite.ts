import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { welcomeLink } from '../../mail/index.ts'
import { examples } from '../examples.ts'
import { describeLink } from '../one-time-link.ts'
import type { Perform } from '../perform.ts'
import { accountJson } from '../views.ts'

type Options = { readonly email: string; readonly name?: string; readonly admin?: true }

export function addAccountInvite(account: Command, perform: Perform): void {
  account
    .command('invite')
    .description(
      'Create an account and a one-time link, with which its owner chooses the password. It is mailed where mail is on.',
    )
    .requiredOption('--email <address>', 'the address to sign in with')
    .option('--name <name>', 'how people know its owner (default: what stands before the @)')
    .option('--admin', 'make it an administrator')
    .addHelpText('after', examples('account invite --email grace@example.com --name "Grace Hopper"'))
    .action(({ email, name, admin }: Options) =>
      perform(async ({ accounts, config, mail }) => {
        const invited = await accounts.invite(OPERATOR, {
          email,
          name: name ?? email.replace(/@.*$/s, ''),
          role: admin === true ? 'admin' : 'member',
        })
        const link = welcomeLink(config.issuer, invited.secret)
        const { account: created, expiresAt } = invited
        const mailedTo = mail.isOn ? created.email : undefined
        return {
          json: { account: accountJson(created), link, linkExpiresAt: expiresAt, mailedTo: mailedTo ?? null },
          text: describeLink(`${created.email} is invited.`, { link, expiresAt, mailedTo }),
        }
      }),
    )
}
