import { isId } from '../lib/index.ts'
import type { TokenDeps } from './deps.ts'
import { lookThrough } from './look-through.ts'
import { readTokensById } from './read-tokens.ts'
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
const MOST_JUDGED = 300

type Deps = Pick<TokenDeps, 'database' | 'clock' | 'policies'>

export type SearchPage = {
  readonly before?: string
  readonly limit?: number
  /** How many rows are looked at, where that is not as usual. */
  readonly mostLookedAt?: number
}

/** Every token there is, newest first, by pages that neither skip nor repeat one while others are minted. */
export async function searchTokens(
  { database, clock, policies }: Deps,
  search: TokenSearch,
  { before, limit = PAGE, mostLookedAt }: SearchPage = {},
): Promise<TokenPage> {
  const now = clock()
  const book = await policies.inForce()
  const look = await lookThrough(database.manager, search, now, mostLookedAt)
  const found: Token[] = []
  let cursor = before !== undefined && isId(before) ? before : undefined
  for (let judged = 0; judged === 0 || judged < MOST_JUDGED; judged += limit) {
    const { ids, through } = await look({ before: cursor, limit })
    const tokens = await readTokensById(database.manager, book, ids)
    for (const token of tokens.slice(0, limit)) {
      cursor = token.id
      if (isWanted(search, token, now)) found.push(token)
      if (found.length < limit) continue
      const isLast = ids.at(-1) === cursor && through === undefined
      return { tokens: found, next: isLast ? undefined : cursor }
    }
    if (ids.length <= limit) return { tokens: found, next: through }
  }
  return { tokens: found, next: cursor }
}

const isWanted = ({ state, answerableOnly }: TokenSearch, token: Token, now: Date): boolean =>
  !(answerableOnly === true && token.suspension === 'role_lost') && isIn(state, tokenState(token, now))

function isIn(wanted: TokenSearch['state'], state: TokenState): boolean {
  if (wanted === 'live') return state === 'active' || state === 'suspended'
  return wanted === undefined || state === (wanted === 'expiring' ? 'active' : wanted)
}
