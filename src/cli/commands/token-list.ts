import { type Command, Option } from 'commander'
import type { Services } from '../../assemble.ts'
import { TOKEN_KINDS, type TokenKind } from '../../policy/index.ts'
import { type Token, type TokenSearch, tokenState } from '../../tokens/index.ts'
import { examples } from '../examples.ts'
import { getAccount } from '../find-account.ts'
import { getOrganization } from '../find-organization.ts'
import type { Perform } from '../perform.ts'
import { parseLimit } from '../shell.ts'
import { day, minute, paragraphs, table } from '../text.ts'
import { tokenJson } from '../views.ts'

type Options = Pick<TokenSearch, 'use' | 'scope'> & {
  readonly account?: string
  readonly organization?: string
  readonly kind?: TokenKind
  readonly search?: string
  readonly state?: NonNullable<TokenSearch['state']>
  readonly all?: true
  readonly olderThanYear?: true
  readonly limit: number
  readonly before?: string
}

const STATES = ['active', 'expiring', 'suspended', 'expired', 'revoked']

export function addTokenList(token: Command, perform: Perform): void {
  token
    .command('list')
    .description('List the tokens that work, newest first; or those that are looked for.')
    .option('--account <email>', 'only this account’s')
    .option('--organization <slug>', 'only this organization’s, its workspaces’ and its service accounts’')
    .addOption(new Option('--kind <kind>', 'only of this kind').choices(TOKEN_KINDS))
    .option('--scope <scope>', 'only those that have exactly this scope')
    .option(
      '--search <text>',
      'how the name or the owner’s address begins, or the secret’s last four characters',
    )
    .addOption(new Option('--state <state>', 'only in this state').choices(STATES).conflicts('all'))
    .addOption(new Option('--use <use>', 'never used, or not for 90 days').choices(['never', 'idle90']))
    .option('--older-than-year', 'made more than a year ago')
    .option('--all', 'also those that have expired or were revoked')
    .option('--limit <number>', 'how many', parseLimit, 1_000)
    .option('--before <token-id>', 'go on after this token')
    .addHelpText(
      'after',
      examples('token list', 'token list --account ci@example.com --all', 'token list --use idle90 --json'),
    )
    .action((options: Options) => perform((services) => list(services, options)))
}

async function list(services: Services, options: Options) {
  const now = services.clock()
  const { limit, before } = options
  const page = await services.tokens.search(
    await toSearch(services, options),
    before === undefined ? { limit } : { limit, before },
  )
  return {
    json: { tokens: page.tokens.map((token) => tokenJson(token, now)), next: page.next ?? null },
    text: paragraphs(
      table(
        HEADINGS,
        page.tokens.map((token) => toRow(token, now)),
        'There are no tokens.',
      ),
      page.next === undefined ? undefined : `There are more: add --before ${page.next}`,
    ),
  }
}

async function toSearch({ accounts, organizations }: Services, options: Options): Promise<TokenSearch> {
  const { account, organization, kind, scope, search: text, use, all, olderThanYear } = options
  const accountId = account === undefined ? undefined : (await getAccount(accounts, account)).id
  const organizationId =
    organization === undefined ? undefined : (await getOrganization(organizations, organization)).id
  const state = options.state ?? (all === true ? undefined : 'active')
  const age = olderThanYear === true ? 'year' : undefined
  const wanted = { accountId, organizationId, kind, scope, text, use, state, age }
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
}

const HEADINGS = ['ID', 'NAME', 'ACCOUNT', 'OF', 'HINT', 'SCOPES', 'STATE', 'CREATED', 'EXPIRES', 'LAST USED']

const toRow = (token: Token, now: Date): string[] => [
  token.id,
  token.name,
  token.accountEmail,
  [token.organization?.slug, token.workspace?.slug].filter((slug) => slug !== undefined).join('/') || '-',
  `…${token.hint}`,
  token.scopes.join(' '),
  tokenState(token, now),
  day(token.createdAt),
  token.expiresAt === null ? 'never' : day(token.expiresAt),
  token.lastUsedAt === null ? 'never' : minute(token.lastUsedAt),
]
