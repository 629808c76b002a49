import { type Command, Option } from 'commander'
import type { Services } from '../../assemble.ts'
import { OPERATOR } from '../../audit/index.ts'
import { TOKEN_KINDS, type TokenKind } from '../../policy/index.ts'
import type { Expiry, NewToken } from '../../tokens/index.ts'
import { examples } from '../examples.ts'
import { getAccount } from '../find-account.ts'
import { getOrganization, getWorkspace } from '../find-organization.ts'
import type { Perform } from '../perform.ts'
import { parseDays, parseList } from '../shell.ts'
import { showSecret } from '../show-secret.ts'

type Options = Pick<NewToken, 'name' | 'description'> & {
  readonly account: string
  readonly scopes: string
  readonly kind?: TokenKind
  readonly organization?: string
  readonly workspace?: string
  readonly networks?: string[]
  readonly resourceServers?: string[]
  readonly expiresIn?: number
  readonly expiresOn?: string
  readonly never?: true
  readonly env?: true
}

export function addTokenMint(token: Command, perform: Perform): void {
  token
    .command('mint')
    .description('Generate a token for an account. Its secret is shown once.')
    .requiredOption('--account <email>', 'whose token it is, or who answers for it')
    .requiredOption('--name <name>', 'what it is for')
    .requiredOption(
      '--scopes <scopes>',
      'what it may do, separated by spaces; module list shows what there is',
    )
    .addOption(new Option('--kind <kind>', 'default: by what it belongs to').choices(TOKEN_KINDS))
    .option('--organization <slug>', 'it belongs to this organization, which the account administers')
    .option('--workspace <slug>', 'it belongs to this workspace of the organization')
    .option('--networks <networks>', 'where it may be used from, separated by commas', parseList)
    .option('--resource-servers <client-ids>', 'the only APIs that it is good at', parseList)
    .addOption(days())
    .addOption(new Option('--expires-on <date>', 'its last day, in UTC: 2027-01-31').conflicts('never'))
    .option('--never', 'it never expires, where the policy allows that')
    .option('--description <text>', 'more about it, for its owner')
    .option('--env', 'print only TOKEN=…, for eval or an .env file')
    .addHelpText(
      'after',
      examples(
        'token mint --account ci@example.com --name deploy --scopes "tracker:read documents:write" --expires-in 30',
        'token mint --account ada@example.com --organization acme --workspace web --name ci --scopes tracker:write --networks 203.0.113.0/24',
      ),
    )
    .action((options: Options) => perform((services) => mint(services, options)))
}

const days = (): Option =>
  new Option('--expires-in <days>', 'how many days it lives (default: as the policy says)')
    .argParser(parseDays)
    .conflicts(['expiresOn', 'never'])

async function mint(services: Services, options: Options) {
  const { id: accountId } = await getAccount(services.accounts, options.account)
  const { name, scopes, description = '', networks, resourceServers } = options
  const issued = await services.tokens.mint(OPERATOR, {
    accountId,
    name,
    description,
    scopes,
    expiry: chooseExpiry(options),
    ...(await findPlace(services, options)),
    ...(networks === undefined ? {} : { networks }),
    ...(resourceServers === undefined ? {} : { resourceServers }),
  })
  const email = issued.token.accountEmail
  return showSecret(issued, `The token “${issued.token.name}” is generated for ${email}.`, {
    now: services.clock(),
    env: options.env === true,
  })
}

/** What a token belongs to tells its kind; a kind that was named as well must be that one. */
async function findPlace(
  { organizations }: Services,
  { kind, organization, workspace }: Options,
): Promise<Pick<NewToken, 'kind' | 'organizationId' | 'workspaceId'>> {
  if (organization === undefined)
    return { kind: kind ?? (workspace === undefined ? 'personal' : 'workspace') }
  const found = await getOrganization(organizations, organization)
  if (workspace === undefined) return { kind: kind ?? 'organization', organizationId: found.id }
  const { id: workspaceId } = await getWorkspace(organizations, found, workspace)
  return { kind: kind ?? 'workspace', organizationId: found.id, workspaceId }
}

function chooseExpiry({ expiresIn, expiresOn, never }: Options): Expiry {
  if (never === true) return 'never'
  if (expiresOn !== undefined) return { on: expiresOn }
  return expiresIn === undefined ? undefined : { inDays: expiresIn }
}
