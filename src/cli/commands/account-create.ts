import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { examples } from '../examples.ts'
import { choosePassword, type PasswordSource } from '../password.ts'
import type { Perform } from '../perform.ts'
import { facts, paragraphs } from '../text.ts'
import { accountJson } from '../views.ts'

type Options = PasswordSource & { readonly email: string; readonly name?: string; readonly admin?: true }

export function addAccountCreate(account: Command, perform: Perform): void {
  account
    .command('create')
    .description('Create an account. Asks for its password, or generates one where nobody can be asked.')
    .requiredOption('--email <address>', 'the address to sign in with')
    .option('--name <name>', 'how people know its owner (default: what stands before the @)')
    .option('--admin', 'make it an administrator')
    .option('--generate', 'generate a password and print it once')
    .option('--password-stdin', 'read the password from standard input')
    .addHelpText(
      'after',
      examples(
        'account create --email you@example.com --admin',
        'account create --email ci@example.com --name "CI" --generate',
      ),
    )
    .action(async (options: Options) => {
      const chosen = await choosePassword(options)
      await perform(({ accounts, config }) => create(accounts, config.issuer, options, chosen))
    })
}

type Rooms = Parameters<Parameters<Perform>[0]>[0]

async function create(
  accounts: Rooms['accounts'],
  issuer: string,
  { email, name, admin }: Options,
  { password, isGenerated }: Awaited<ReturnType<typeof choosePassword>>,
) {
  const account = await accounts.create(OPERATOR, {
    email,
    name: name ?? email.replace(/@.*$/s, ''),
    role: admin === true ? 'admin' : 'member',
    password,
  })
  const what = account.role === 'admin' ? 'The administrator' : 'The account'
  return {
    json: { account: accountJson(account), ...(isGenerated ? { password } : {}) },
    text: paragraphs(
      `${what} ${account.email} is created.`,
      isGenerated
        ? `${facts([['Password', password]])}\n\nIt is shown this once. Hand it over safely; its owner can change it after signing in.`
        : undefined,
      `Sign in at ${issuer}/sign-in`,
    ),
  }
}
