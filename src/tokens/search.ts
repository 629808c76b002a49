import { isId } from '../lib/index.ts'
import type { BookInForce } from './book-in-force.ts'
import type { TokenDeps } from './deps.ts'
import { lookThrough } from './look-through.ts'
import { readTokensInForce } from './read-tokens.ts'
import { type Token, type TokenState, tokenState } from './token.ts'
import type { TokenSearch } from './token-search.ts'

export type TokenPage = {
  /** A page may have fewer than it could, and even none, before the end: it was looked for long enough. */
  readonly tokens: Token[]
  /** To be given as `before` for what follows; `undefined` at the end. */
  readonly next: string | undefined
}

const PAGE = 50
/** How many are read in full for one page at the most: states are judged here, not by the database. */
const MOST_JUDGED = 200

type Deps = Pick<TokenDeps, 'database' | 'clock'> & { readonly inForce: BookInForce }

export type SearchPage = {
  readonly before?: string
  readonly limit?: number
  /** How many rows are looked at, where that is not as usual. */
  readonly mostLookedAt?: number
}

/** Every token there is, newest first, by pages that neither skip nor repeat one while others are minted. */
export async function searchTokens(
  { database, clock, inForce }: Deps,
  search: TokenSearch,
  { before, limit = PAGE, mostLookedAt }: SearchPage = {},
): Promise<TokenPage> {
  const now = clock()
  const look = await lookThrough(database.manager, search, now, mostLookedAt)
  const isJudged = search.state !== undefined || search.answerableOnly === true
  const most = isJudged ? Math.max(limit, MOST_JUDGED) : limit
  // One look, however many of these are not wanted: each reads as many rows as a page may.
  const cursor = before !== undefined && isId(before) ? before : undefined
  const { ids, through } = await look({ before: cursor, limit: most })
  const found: Token[] = []
  for (let at = 0; at < Math.min(ids.length, most); at += limit) {
    const batch = ids.slice(at, Math.min(at + limit, most))
    for (const token of await readTokensInForce(database.manager, inForce, batch, now)) {
      if (isWanted(search, token, now)) found.push(token)
      if (found.length < limit) continue
      const isLast = ids.at(-1) === token.id && (await through()) === undefined
      return { tokens: found, next: isLast ? undefined : token.id }
    }
  }
  return { tokens: found, next: ids.length > most ? ids[most - 1] : await through() }
}

const isWanted = ({ state, answerableOnly }: TokenSearch, token: Token, now: Date): boolean =>
  !(answerableOnly === true && token.suspension === 'role_lost') && isIn(state, tokenState(token, now))

function isIn(wanted: TokenSearch['state'], state: TokenState): boolean {
  if (wanted === 'live') return state === 'active' || state === 'suspended'
  return wanted === undefined || state === (wanted === 'expiring' ? 'active' : wanted)
}
