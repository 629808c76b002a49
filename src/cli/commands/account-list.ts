import { type Command, Option } from 'commander'
import { type AccountSearch, accountState, type ListedAccount } from '../../accounts/index.ts'
import type { Services } from '../../assemble.ts'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'
import { day, state, table } from '../text.ts'
import { listedAccountJson } from '../views.ts'

const NOTHING =
  'There are no accounts. Make the first administrator with: npm run patmint -- account create --email you@example.com --admin'

type Options = Pick<AccountSearch, 'role' | 'state' | 'kind'> & { readonly search?: string }

export function addAccountList(account: Command, perform: Perform): void {
  account
    .command('list')
    .description('List the accounts: people and service accounts.')
    .option('--search <text>', 'how the address, the name or its last word begins')
    .addOption(new Option('--role <role>', 'only these').choices(['member', 'admin']))
    .addOption(new Option('--state <state>', 'only these').choices(['active', 'disabled', 'invited']))
    .addOption(new Option('--kind <kind>', 'only these').choices(['person', 'service']))
    .addHelpText('after', examples('account list', 'account list --state disabled --json'))
    .action(({ search, ...filter }: Options) =>
      perform(async ({ accounts }) => {
        const isFiltered = search !== undefined || Object.keys(filter).length > 0
        const found = await findAll(accounts, search === undefined ? filter : { ...filter, text: search })
        return {
          json: { accounts: found.map(listedAccountJson) },
          text: table(HEADINGS, found.map(toRow), isFiltered ? 'No account is like that.' : NOTHING),
        }
      }),
    )
}

async function findAll(accounts: Services['accounts'], search: AccountSearch): Promise<ListedAccount[]> {
  const found: ListedAccount[] = []
  let after: string | undefined = ''
  while (after !== undefined) {
    const page: Awaited<ReturnType<typeof accounts.search>> = await accounts.search({
      ...search,
      after,
      limit: 500,
    })
    found.push(...page.accounts)
    after = page.next
  }
  return found
}

const HEADINGS = ['E-MAIL', 'NAME', 'KIND', 'ROLE', 'TOKENS', 'CREATED', 'STATE']

const toRow = (account: ListedAccount): string[] => [
  account.email,
  account.name,
  account.kind,
  account.role,
  String(account.activeTokens),
  day(account.createdAt),
  account.disabledAt === null ? accountState(account) : state(account.disabledAt),
]
