import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { examples } from '../examples.ts'
import { getAccount } from '../find-account.ts'
import type { Perform } from '../perform.ts'

export function addAccountEndSessions(account: Command, perform: Perform): void {
  account
    .command('end-sessions')
    .description('Sign an account out everywhere. Its password and its tokens stay good. Harmless to repeat.')
    .argument('<email>', 'as account list shows it')
    .addHelpText('after', examples('account end-sessions ada@example.com'))
    .action((given: string) =>
      perform(async ({ accounts, sessions }) => {
        const { id, email } = await getAccount(accounts, given)
        const sessionsEnded = await sessions.endAllOf(OPERATOR, id)
        return {
          json: { email, sessionsEnded },
          text: `${email} is signed out everywhere: ${say(sessionsEnded)}.`,
        }
      }),
    )
}

const say = (count: number): string => `${count} ${count === 1 ? 'session' : 'sessions'} ended`
