import { addMilliseconds, DAY } from '../lib/index.ts'
import type { BookInForce } from './book-in-force.ts'
import type { TokenDeps } from './deps.ts'
import { type Outline, type Outlines, readOutlines } from './read-outlines.ts'
import { readTokensById } from './read-tokens.ts'
import { searchTokens } from './search.ts'
import { EXPIRING_DAYS, type Token, type TokenState, tokenState } from './token.ts'
import type { TokenSearch } from './token-search.ts'

/** `active` counts what is suspended too: it has not ended. */
export type TokenFilter = Exclude<TokenState, 'suspended'> | 'expiring' | 'all'
export type TokenOrder = 'expires' | 'name' | 'created' | 'used'

type TokenCounts = Record<Exclude<TokenFilter, 'all'>, number>

export type ListQuery = {
  readonly filter?: TokenFilter
  readonly search?: string
  readonly order?: TokenOrder
}

type Deps = Pick<TokenDeps, 'database' | 'clock'> & { readonly inForce: BookInForce }

export type TokenList = {
  readonly tokens: Token[]
  /** How many there are under each filter; absent where there are more than are sorted. */
  readonly counts: TokenCounts | undefined
  /** To be given as `before` for what follows; `undefined` at the end. */
  readonly next: string | undefined
  /** Whether tokens can be generated at all. */
  readonly isMintingOn: boolean
}

type Page = { readonly before?: string; readonly limit?: number }

/** Up to so many are read, counted and sorted as asked; of more than these only a page is read, the newest first. */
export const MOST_SORTED = 200
/** The first of a list are on a phone's screen many times over as it is; programs say how many they want. */
const PAGE = 25

/**
 * An account's tokens as its page shows them, and how many there are under each filter: its own, and those of places that
 * it answers for, as long as it is an administrator there.
 */
export async function listTokens(
  deps: Deps,
  accountId: string,
  query: ListQuery = {},
  page: Page = {},
): Promise<TokenList> {
  const { issued: _, ...list } = await listOwnTokens(deps, accountId, query, page)
  return list
}

/** How far back a token that somebody else issued is news. */
const NEWS_DAYS = 14
const MOST_NEWS = 100

/** The same, and the account's live tokens that somebody else issued to it of late: it may not expect them. */
export async function listOwnTokens(
  deps: Deps,
  accountId: string,
  query: ListQuery = {},
  page: Page = {},
): Promise<TokenList & { readonly issued: Token[] }> {
  const where = { accountId, answerableOnly: true }
  const selection = { name: 'list-account', where: 't.account_id = $1', values: [accountId], account: '$1' }
  const look = await outline(deps, selection)
  const since = addMilliseconds(deps.clock(), -NEWS_DAYS * DAY)
  const isNews = (token: Outline) =>
    token.isIssued && token.createdAt > since && isIn('active', token, deps.clock())
  const news = look.outlines.slice(0, MOST_NEWS).filter(isNews)
  const { beside, ...list } = await choose(deps, look, where, query, page, news)
  return { ...list, issued: beside }
}

export type PlaceTokens = {
  readonly organizationId: string
  /** Of this workspace alone. Without it: the organization's, all its workspaces' and its service accounts'. */
  readonly workspaceId?: string
}

/** Tokens of an organization or a workspace, whoever made them and whether or not they still are there. */
export async function listTokensOfPlace(
  deps: Deps,
  place: PlaceTokens,
  query: ListQuery = {},
  page: Page = {},
): Promise<TokenList> {
  const { organizationId, workspaceId } = place
  // Each by an index of its own: in one condition the database would look at every token.
  const ofOrganization = `t.id = any(array(
    select id from personal_access_token where organization_id = $1
    union all select s.id from account m join personal_access_token s on s.account_id = m.id where m.organization_id = $1
    limit ${MOST_SORTED + 1}))`
  const selection =
    workspaceId === undefined
      ? { name: 'list-organization', where: ofOrganization, values: [organizationId] }
      : {
          name: 'list-workspace',
          where: 'o.id = $1 and t.workspace_id = $2',
          values: [organizationId, workspaceId],
        }
  const { beside: _, ...list } = await choose(deps, await outline(deps, selection), place, query, page)
  return list
}

const outline = (
  { database, inForce, clock }: Deps,
  selection: Omit<Parameters<typeof readOutlines>[2], 'limit'>,
): Promise<Outlines> =>
  readOutlines(database.manager, inForce, { ...selection, limit: MOST_SORTED + 1 }, clock())

/** A page of those that were looked at, with what has to be shown beside it. */
async function choose(
  deps: Deps,
  { outlines, book, isMintingOn }: Outlines,
  where: TokenSearch,
  query: ListQuery,
  { before, limit = PAGE }: Page,
  besides: readonly Outline[] = [],
): Promise<TokenList & { readonly beside: Token[] }> {
  const read = (ids: readonly string[]) => readTokensById(deps.database.manager, book, ids)
  const besideIds = besides.map(({ id }) => id)
  if (outlines.length > MOST_SORTED) {
    const found = await listMany(deps, where, query, { limit, ...(before && { before }) })
    return { ...found, isMintingOn, beside: await read(besideIds) }
  }
  const isShown = ({ suspension }: Outline) => where.answerableOnly !== true || suspension !== 'role_lost'
  const { wanted, counts } = sift(outlines.filter(isShown), query, deps.clock())
  const rest = wanted.slice(wanted.findIndex(({ id }) => id === before) + 1)
  const ids = rest.slice(0, limit).map(({ id }) => id)
  const found = new Map((await read([...new Set([...ids, ...besideIds])])).map((token) => [token.id, token]))
  const pick = (wantedIds: readonly string[]) => wantedIds.flatMap((id) => found.get(id) ?? [])
  const next = rest.length > limit ? ids.at(-1) : undefined
  return { tokens: pick(ids), counts, next, isMintingOn, beside: pick(besideIds) }
}

async function listMany(deps: Deps, where: TokenSearch, { filter, search }: ListQuery, page: Page) {
  const state = filter === 'active' ? 'live' : filter
  const wanted: TokenSearch = { ...where, ...(state === undefined || state === 'all' ? {} : { state }) }
  const found = await searchTokens(deps, search === undefined ? wanted : { ...wanted, text: search }, page)
  return { ...found, counts: undefined }
}

function sift(
  all: readonly Outline[],
  { filter = 'all', search = '', order = 'expires' }: ListQuery,
  now: Date,
) {
  const counts = { active: 0, expiring: 0, expired: 0, revoked: 0 }
  const wanted: Outline[] = []
  for (const token of all) {
    const state = tokenState(token, now)
    for (const by of COUNTED) if (isIn(by, token, now, state)) counts[by] += 1
    if (isIn(filter, token, now, state) && isFound(token, search)) wanted.push(token)
  }
  return { wanted: wanted.sort(ORDERS[order]), counts }
}

const COUNTED = ['active', 'expiring', 'expired', 'revoked'] as const

function isIn(filter: TokenFilter, token: Outline, now: Date, state = tokenState(token, now)): boolean {
  if (filter === 'all') return true
  const isAlive = state === 'active' || state === 'suspended'
  if (filter === 'active') return isAlive
  if (filter !== 'expiring') return state === filter
  const end = findNextEnd(token)
  return isAlive && end !== null && end.getTime() - now.getTime() <= EXPIRING_DAYS * DAY
}

/** The next moment at which it ends, if nothing is done; `null` where none is set. */
export function findNextEnd(token: Pick<Token, 'retiresAt' | 'expiresAt' | 'policyEnd'>): Date | null {
  let next = token.retiresAt
  for (const end of [token.expiresAt, token.policyEnd?.at ?? null])
    if (end !== null && (next === null || end < next)) next = end
  return next
}

function isFound({ name, hint }: Outline, search: string): boolean {
  if (search === '') return true
  const wanted = search.trim().normalize('NFC').toLowerCase()
  // Somebody may paste what the list shows (`pat_…x7Qz`) or only its end.
  const end = search.trim().split('…').at(-1) ?? ''
  return name.toLowerCase().includes(wanted) || (end !== '' && hint.includes(end))
}

const time = (date: Date | null, otherwise: number): number => date?.getTime() ?? otherwise
const newest = (a: Outline, b: Outline): number => b.createdAt.getTime() - a.createdAt.getTime()

const ORDERS: Record<TokenOrder, (a: Outline, b: Outline) => number> = {
  expires: (a, b) =>
    time(a.expiresAt, Number.MAX_SAFE_INTEGER) - time(b.expiresAt, Number.MAX_SAFE_INTEGER) || newest(a, b),
  name: (a, b) => a.name.localeCompare(b.name, 'en') || newest(a, b),
  created: newest,
  used: (a, b) => time(b.lastUsedAt, 0) - time(a.lastUsedAt, 0) || newest(a, b),
}
