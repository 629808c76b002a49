import { addMilliseconds, DAY } from '../lib/index.ts'
import type { TokenDeps } from './deps.ts'
import { type Token, type TokenState, tokenState } from './token.ts'
import { tokenStore } from './token-store.ts'

export type TokenFilter = TokenState | 'expiring' | 'all'
export type TokenOrder = 'expires' | 'name' | 'created' | 'used'

/** Tokens that end within this many days are shown as expiring. */
const EXPIRING_DAYS = 14

export type TokenCounts = Record<Exclude<TokenFilter, 'all'>, number>

/** An account's tokens as its page shows them, and how many there are under each filter. */
export async function listTokens(
  { database, clock }: Pick<TokenDeps, 'database' | 'clock'>,
  accountId: string,
  query: { filter?: TokenFilter; search?: string; order?: TokenOrder } = {},
): Promise<{ tokens: Token[]; counts: TokenCounts }> {
  const now = clock()
  const all = await tokenStore(database.manager).list(accountId)
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
  if (filter !== 'expiring') return state === filter
  const end = token.retiresAt ?? token.expiresAt
  return state === 'active' && end !== null && end <= addMilliseconds(now, EXPIRING_DAYS * DAY)
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
