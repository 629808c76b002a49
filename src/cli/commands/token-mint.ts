import { type Command, Option } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import type { Expiry, Issued, NewToken } from '../../tokens/index.ts'
import { examples } from '../examples.ts'
import { getAccount } from '../find-account.ts'
import type { Perform } from '../perform.ts'
import { parseDays, shellLines } from '../shell.ts'
import { facts, minute, paragraphs } from '../text.ts'
import { tokenJson } from '../views.ts'

type Options = Pick<NewToken, 'name' | 'description'> & {
  readonly account: string
  readonly scopes: string
  readonly expiresIn?: number
  readonly expiresOn?: string
  readonly never?: true
  readonly env?: true
}

export function addTokenMint(token: Command, perform: Perform): void {
  token
    .command('mint')
    .description('Generate a token for an account. Its secret is shown once.')
    .requiredOption('--account <email>', 'whose token it is')
    .requiredOption('--name <name>', 'what it is for')
    .requiredOption(
      '--scopes <scopes>',
      'what it may do, separated by spaces; module list shows what there is',
    )
    .addOption(days())
    .addOption(new Option('--expires-on <date>', 'its last day, in UTC: 2027-01-31').conflicts('never'))
    .option('--never', 'it never expires, where the server allows that')
    .option('--description <text>', 'more about it, for its owner')
    .option('--env', 'print only TOKEN=…, for eval or an .env file')
    .addHelpText(
      'after',
      examples(
        'token mint --account ci@example.com --name deploy --scopes "tracker:read documents:write" --expires-in 30',
      ),
    )
    .action((options: Options) => mint(options, perform))
}

const days = () =>
  new Option('--expires-in <days>', 'how many days it lives (default: as the server’s policy says)')
    .argParser(parseDays)
    .conflicts(['expiresOn', 'never'])

const mint = (options: Options, perform: Perform): Promise<void> =>
  perform(async ({ accounts, tokens, clock }) => {
    const account = await getAccount(accounts, options.account)
    const { name, scopes, description = '' } = options
    const expiry = chooseExpiry(options)
    const issued = await tokens.mint(OPERATOR, { accountId: account.id, name, description, scopes, expiry })
    return {
      json: { token: tokenJson(issued.token, account.email, clock()), secret: issued.secret },
      text: options.env === true ? shellLines({ TOKEN: issued.secret }) : describe(issued, account.email),
    }
  })

function chooseExpiry({ expiresIn, expiresOn, never }: Options): Expiry {
  if (never === true) return 'never'
  if (expiresOn !== undefined) return { on: expiresOn }
  return expiresIn === undefined ? undefined : { inDays: expiresIn }
}

const describe = ({ token, secret }: Issued, email: string): string =>
  paragraphs(
    `The token “${token.name}” is generated for ${email}.`,
    facts([
      ['Secret', secret],
      ['Id', token.id],
      ['Scopes', token.scopes.join(' ')],
      ['Expires', token.expiresAt === null ? 'never' : minute(token.expiresAt)],
    ]),
    'The secret is shown this once. It is sent as: Authorization: Bearer <secret>',
  )
