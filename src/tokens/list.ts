import { addMilliseconds, DAY } from '../lib/index.ts'
import type { TokenDeps } from './deps.ts'
import { readTokens, type Selection } from './read-tokens.ts'
import { type Token, type TokenState, tokenState } from './token.ts'

/** `active` counts what is suspended too: it has not ended. */
export type TokenFilter = Exclude<TokenState, 'suspended'> | 'expiring' | 'all'
export type TokenOrder = 'expires' | 'name' | 'created' | 'used'

/** Tokens that end within this many days are shown as expiring. */
export const EXPIRING_DAYS = 14

export type TokenCounts = Record<Exclude<TokenFilter, 'all'>, number>

export type ListQuery = {
  readonly filter?: TokenFilter
  readonly search?: string
  readonly order?: TokenOrder
}

type Deps = Pick<TokenDeps, 'database' | 'clock' | 'policies'>

/**
 * An account's tokens as its page shows them, and how many there are under each filter: its own, and those of places that
 * it answers for, as long as it is an administrator there.
 */
export async function listTokens(
  deps: Deps,
  accountId: string,
  query: ListQuery = {},
): Promise<{ tokens: Token[]; counts: TokenCounts }> {
  const all = await read(deps, { where: 't.account_id = $1', values: [accountId] })
  return sift(
    all.filter((token) => token.suspension !== 'role_lost'),
    query,
    deps.clock(),
  )
}

export type PlaceTokens = {
  readonly organizationId: string
  /** Of this workspace alone. Without it: the organization's, all its workspaces' and its service accounts'. */
  readonly workspaceId?: string
}

/** Tokens of an organization or a workspace, whoever made them and whether or not they still are there. */
export async function listTokensOfPlace(
  deps: Deps,
  { organizationId, workspaceId }: PlaceTokens,
  query: ListQuery = {},
): Promise<{ tokens: Token[]; counts: TokenCounts }> {
  const where =
    workspaceId === undefined ? 'o.id = $1 and $2::uuid is null' : 'o.id = $1 and t.workspace_id = $2'
  const all = await read(deps, { where, values: [organizationId, workspaceId ?? null] })
  return sift(all, query, deps.clock())
}

const read = async ({ database, policies }: Deps, selection: Selection): Promise<Token[]> =>
  await readTokens(database.manager, await policies.inForce(), selection)

function sift(all: readonly Token[], query: ListQuery, now: Date) {
  const count = (filter: TokenFilter) => all.filter((token) => isIn(filter, token, now)).length
  const counts = {
    active: count('active'),
    expiring: count('expiring'),
    expired: count('expired'),
    revoked: count('revoked'),
  }
  const wanted = all
    .filter((token) => isIn(query.filter ?? 'all', token, now))
    .filter((token) => isFound(token, query.search ?? ''))
  return { tokens: wanted.sort(ORDERS[query.order ?? 'expires']), counts }
}

function isIn(filter: TokenFilter, token: Token, now: Date): boolean {
  if (filter === 'all') return true
  const state = tokenState(token, now)
  const isAlive = state === 'active' || state === 'suspended'
  if (filter === 'active') return isAlive
  if (filter !== 'expiring') return state === filter
  const end = findNextEnd(token)
  return isAlive && end !== null && end <= addMilliseconds(now, EXPIRING_DAYS * DAY)
}

/** The next moment at which it ends, if nothing is done; `null` where none is set. */
export function findNextEnd(token: Pick<Token, 'retiresAt' | 'expiresAt' | 'policyEnd'>): Date | null {
  const ends = [token.retiresAt, token.expiresAt, token.policyEnd?.at ?? null].filter((end) => end !== null)
  return ends.sort((a, b) => a.getTime() - b.getTime())[0] ?? null
}

function isFound({ name, hint }: Token, search: string): boolean {
  const wanted = search.trim().normalize('NFC').toLowerCase()
  // Somebody may paste what the list shows (`pat_…x7Qz`) or only its end.
  const end = search.trim().split('…').at(-1) ?? ''
  return name.toLowerCase().includes(wanted) || (end !== '' && hint.includes(end))
}

const time = (date: Date | null, otherwise: number): number => date?.getTime() ?? otherwise
const newest = (a: Token, b: Token): number => b.createdAt.getTime() - a.createdAt.getTime()

const ORDERS: Record<TokenOrder, (a: Token, b: Token) => number> = {
  expires: (a, b) =>
    time(a.expiresAt, Number.MAX_SAFE_INTEGER) - time(b.expiresAt, Number.MAX_SAFE_INTEGER) || newest(a, b),
  name: (a, b) => a.name.localeCompare(b.name, 'en') || newest(a, b),
  created: newest,
  used: (a, b) => time(b.lastUsedAt, 0) - time(a.lastUsedAt, 0) || newest(a, b),
}
