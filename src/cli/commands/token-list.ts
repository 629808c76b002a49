import type { Command } from 'commander'
import type { Services } from '../../assemble.ts'
import { type Token, tokenState } from '../../tokens/index.ts'
import { examples } from '../examples.ts'
import { getAccount } from '../find-account.ts'
import type { Perform } from '../perform.ts'
import { day, minute, table } from '../text.ts'
import { tokenJson } from '../views.ts'

type Options = { readonly account?: string; readonly all?: true }

/** A token and the address of its owner. */
type Owned = { readonly token: Token; readonly email: string | undefined }

export function addTokenList(token: Command, perform: Perform): void {
  token
    .command('list')
    .description(
      'List the tokens that work, newest first: one account’s, or the newest 1,000 of everybody’s.',
    )
    .option('--account <email>', 'only this account’s')
    .option('--all', 'also those that have expired or were revoked')
    .addHelpText('after', examples('token list', 'token list --account ci@example.com --all'))
    .action((options: Options) =>
      perform(async (services) => {
        const now = services.clock()
        const found = await findTokens(services, options.account)
        const shown = found.filter(
          ({ token: each }) => options.all === true || tokenState(each, now) === 'active',
        )
        return {
          json: { tokens: shown.map(({ token: each, email }) => tokenJson(each, email, now)) },
          text: table(
            HEADINGS,
            shown.map((each) => toRow(each, now)),
            'There are no tokens.',
          ),
        }
      }),
    )
}

async function findTokens({ accounts, tokens }: Services, email: string | undefined): Promise<Owned[]> {
  if (email === undefined) {
    const emails = new Map((await accounts.list()).map((account) => [account.id, account.email]))
    return (await tokens.listAll()).map((token) => ({ token, email: emails.get(token.accountId) }))
  }
  const account = await getAccount(accounts, email)
  const listed = await tokens.list(account.id, { order: 'created' })
  return listed.tokens.map((token) => ({ token, email: account.email }))
}

const HEADINGS = ['ID', 'NAME', 'ACCOUNT', 'HINT', 'SCOPES', 'STATE', 'CREATED', 'EXPIRES', 'LAST USED']

const toRow = ({ token, email }: Owned, now: Date): string[] => [
  token.id,
  token.name,
  email ?? '-',
  `…${token.hint}`,
  token.scopes.join(' '),
  tokenState(token, now),
  day(token.createdAt),
  token.expiresAt === null ? 'never' : day(token.expiresAt),
  token.lastUsedAt === null ? 'never' : minute(token.lastUsedAt),
]
