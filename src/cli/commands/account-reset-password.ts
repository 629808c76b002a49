import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { examples } from '../examples.ts'
import { getAccount } from '../find-account.ts'
import { choosePassword, type PasswordSource } from '../password.ts'
import type { Perform } from '../perform.ts'
import { facts, paragraphs } from '../text.ts'

type Options = PasswordSource & { readonly keepTokens?: true }

export function addAccountResetPassword(account: Command, perform: Perform): void {
  account
    .command('reset-password')
    .description('Set a new password, for who has lost theirs. Ends all sessions and revokes all tokens.')
    .argument('<email>', 'as account list shows it')
    .option('--keep-tokens', 'revoke no tokens: the password is forgotten, not stolen')
    .option('--generate', 'generate a password and print it once')
    .option('--password-stdin', 'read the password from standard input')
    .addHelpText('after', examples('account reset-password ada@example.com --generate'))
    .action(async (email: string, options: Options) => {
      const { password, isGenerated } = await choosePassword(options)
      await perform(async ({ accounts, tokens }) => {
        const { id, email: address } = await getAccount(accounts, email)
        await accounts.resetPassword(OPERATOR, id, password)
        const revoked =
          options.keepTokens === true ? 0 : await tokens.revokeAllOf(OPERATOR, id, 'The password was reset')
        return {
          json: { email: address, tokensRevoked: revoked, ...(isGenerated ? { password } : {}) },
          text: paragraphs(
            `The password of ${address} is reset. All its sessions have ended; ${revoked} of its tokens were revoked.`,
            isGenerated ? `${facts([['Password', password]])}\n\nIt is shown this once.` : undefined,
          ),
        }
      })
    })
}
