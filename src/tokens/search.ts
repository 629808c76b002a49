import { addMilliseconds, DAY, isId, readLine } from '../lib/index.ts'
import type { TokenKind } from '../policy/index.ts'
import type { TokenDeps } from './deps.ts'
import { EXPIRING_DAYS } from './list.ts'
import { readTokens } from './read-tokens.ts'
import { type Token, type TokenState, tokenState } from './token.ts'

/** What an administrator looks for among all tokens; what is left out does not matter. */
export type TokenSearch = {
  readonly state?: TokenState | 'expiring'
  /** In the name, at the end of the secret, or in the account's e-mail address. */
  readonly text?: string
  readonly kind?: TokenKind
  readonly accountId?: string
  /** Not those of places that their account administers no more. */
  readonly answerableOnly?: boolean
  readonly organizationId?: string
  readonly workspaceId?: string
  /** Exactly this scope. */
  readonly scope?: string
  /** Never used, or not for 90 days. */
  readonly use?: 'never' | 'idle90'
  /** Made more than a year ago. */
  readonly age?: 'year'
}

export type TokenPage = {
  readonly tokens: Token[]
  /** To be given as `before` for what follows; `undefined` at the end. */
  readonly next: string | undefined
}

const PAGE = 50
/** How many rows are looked at for one page at the most: states are judged here, not by the database. */
const MOST_READ = 2_000
const IDLE_DAYS = 90
const YEAR_DAYS = 365

type Deps = Pick<TokenDeps, 'database' | 'clock' | 'policies'>

/** Every token there is, newest first, by pages that neither skip nor repeat one while others are minted. */
export async function searchTokens(
  deps: Deps,
  search: TokenSearch,
  { before, limit = PAGE }: { before?: string; limit?: number } = {},
): Promise<TokenPage> {
  const now = deps.clock()
  const book = await deps.policies.inForce()
  const found: Token[] = []
  let cursor = before !== undefined && isId(before) ? before : undefined
  for (let read = 0; read < MOST_READ; read += limit) {
    const { where, values } = toConditions(search, now, cursor)
    const batch = await readTokens(deps.database.manager, book, { where, values, limit: limit + 1 })
    for (const token of batch.slice(0, limit)) {
      cursor = token.id
      if (isWanted(search, token, now)) found.push(token)
      if (found.length === limit)
        return { tokens: found, next: batch.at(-1)?.id === cursor ? undefined : cursor }
    }
    if (batch.length <= limit) return { tokens: found, next: undefined }
  }
  return { tokens: found, next: cursor }
}

const isWanted = ({ state, answerableOnly }: TokenSearch, token: Token, now: Date): boolean =>
  !(answerableOnly === true && token.suspension === 'role_lost') &&
  (state === undefined || tokenState(token, now) === stateOf(state))

const stateOf = (state: TokenState | 'expiring'): TokenState => (state === 'expiring' ? 'active' : state)

/** What the database can decide; the rest of a state depends on policies, and is decided on what it found. */
function toConditions(search: TokenSearch, now: Date, before: string | undefined) {
  const conditions: string[] = []
  const values: unknown[] = []
  const add = (condition: (value: string) => string, value: unknown) => {
    values.push(value)
    conditions.push(condition(`$${values.length}`))
  }
  if (before !== undefined) add((at) => `t.id < ${at}::uuid`, before)
  if (search.kind !== undefined) add((at) => `t.kind = ${at}`, search.kind)
  if (search.accountId !== undefined) add((at) => `t.account_id::text = ${at}`, search.accountId)
  if (search.organizationId !== undefined) add((at) => `o.id::text = ${at}`, search.organizationId)
  if (search.workspaceId !== undefined) add((at) => `t.workspace_id::text = ${at}`, search.workspaceId)
  if (search.scope !== undefined) add((at) => `${at} = any(t.scopes)`, search.scope)
  if (search.use === 'never') conditions.push('t.last_used_at is null')
  if (search.use === 'idle90')
    add((at) => `coalesce(t.last_used_at, t.created_at) < ${at}`, addMilliseconds(now, -IDLE_DAYS * DAY))
  if (search.age === 'year') add((at) => `t.created_at < ${at}`, addMilliseconds(now, -YEAR_DAYS * DAY))
  addText(search.text, conditions, add)
  if (search.state !== undefined) addState(search.state, now, conditions, add)
  return { where: conditions.length === 0 ? 'true' : conditions.join(' and '), values }
}

/** A text that no name can hold finds nothing. */
function addText(given: string | undefined, conditions: string[], add: Add): void {
  if (given === undefined || given.trim() === '') return
  const text = readLine(given)
  if (text === undefined) conditions.push('false')
  else
    add(
      (at) => `(position(lower(${at}) in lower(t.name)) > 0 or position(lower(${at}) in a.email) > 0
                or t.hint = right(${at}, 4))`,
      text,
    )
}

type Add = (condition: (value: string) => string, value: unknown) => void

function addState(state: TokenState | 'expiring', now: Date, conditions: string[], add: Add): void {
  if (state === 'expired') return
  if (state === 'revoked') {
    add((at) => `(t.revoked_at is not null or t.retires_at <= ${at})`, now)
    return
  }
  conditions.push('t.revoked_at is null')
  add((at) => `(t.expires_at is null or t.expires_at > ${at})`, now)
  add((at) => `(t.retires_at is null or t.retires_at > ${at})`, now)
  if (state === 'expiring')
    add((at) => `least(t.expires_at, t.retires_at) <= ${at}`, addMilliseconds(now, EXPIRING_DAYS * DAY))
}
