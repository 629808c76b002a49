import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { examples } from '../examples.ts'
import { getAccount } from '../find-account.ts'
import type { Perform } from '../perform.ts'
import { accountJson } from '../views.ts'

const ABOUT = {
  disable: 'Disable an account: its owner is signed out, and its tokens are inactive, on the next call.',
  enable: 'Let a disabled account back in, and its tokens with it.',
}

const DONE = {
  disable: 'is disabled: nobody can sign in to it, and its tokens are inactive.',
  enable: 'is enabled.',
}

export function addAccountSwitch(account: Command, perform: Perform, verb: 'disable' | 'enable'): void {
  account
    .command(verb)
    .description(ABOUT[verb])
    .argument('<email>', 'as account list shows it')
    .addHelpText('after', examples(`account ${verb} ada@example.com`))
    .action((email: string) =>
      perform(async ({ accounts }) => {
        const { id } = await getAccount(accounts, email)
        const switched = await accounts[verb](OPERATOR, id)
        return {
          json: { account: accountJson(switched) },
          text: `The account ${switched.email} ${DONE[verb]}`,
        }
      }),
    )
}
