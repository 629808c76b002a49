import { v7 } from 'uuid'
import { ask, type Executor, estimateRows } from '../database/index.ts'
import { addMilliseconds, DAY, isId, readLine } from '../lib/index.ts'
import { type Bind, prefixPattern, toConditions } from './search-conditions.ts'
import type { TokenSearch } from './token-search.ts'

/** What is rarer than this is found by its index, and sorted; what is not is found soon by looking at the newest. */
const RARE = 2_000
const RARE_OWNERS = 1_000
/** How many rows are looked at for one page. Those of one account or place lie scattered, and cost more to read. */
const MOST_LOOKED_AT = { all: 30_000, scattered: 10_000 } as const

type Looked = {
  /** Of tokens that may be wanted, the newest first, and one more than was asked for where there are more. */
  readonly ids: readonly string[]
  /** What lies before this one was not looked at; `undefined` where there is nothing before it. A statement of its own. */
  through(): Promise<string | undefined>
}

type Found = { readonly ids: string | null }

type Looker = (page: { before: string | undefined; limit: number }) => Promise<Looked>

/**
 * Prepares to look through tokens, the newest first. However many there are, and whatever is looked for, one look reads a
 * bounded number of rows; where they are too few for a page, `through` tells how far it came.
 */
export async function lookThrough(
  tx: Executor,
  search: TokenSearch,
  now: Date,
  mostLookedAt?: number,
): Promise<Looker> {
  const text = search.text?.trim() === '' ? undefined : search.text?.trim()
  const line = text === undefined ? undefined : readLine(text)
  // A text that no name can hold finds nothing.
  if (text !== undefined && line === undefined)
    return async () => ({ ids: [], through: async () => undefined })
  const isPlace = [search.accountId, search.organizationId, search.workspaceId].some((id) => id !== undefined)
  const ids = isPlace ? undefined : await findRare(tx, search, line)
  const most = mostLookedAt ?? (isPlace ? MOST_LOOKED_AT.scattered : MOST_LOOKED_AT.all)
  return async ({ before, limit }) => {
    const cursor =
      before ?? (search.age === 'year' && !isPlace ? newestOf(addMilliseconds(now, -365 * DAY)) : undefined)
    const values: unknown[] = []
    const bind: Bind = (value) => `$${values.push(value)}`
    const source = sourceOf({ ...search, ids, cursor, most }, bind)
    const conditions = [
      ...toConditions(search, now, bind),
      ...(line === undefined || ids !== undefined ? [] : [textCondition(line, isPlace, bind)]),
    ]
    const wanted = `
      select t.id from (${source('t.*')}) t where ${conditions.join(' and ') || 'true'} order by t.id desc limit ${limit + 1}`
    const statement = {
      text: `select (select string_agg(f.id::text, ' ') from (${wanted}) f) as ids`,
      values,
    }
    const name = isOwnList(search) ? ['look-at-account', limit, most, cursor && 'next'].join('-') : undefined
    const [row]: Found[] = await (name === undefined
      ? tx.query(statement.text, values)
      : ask(tx, { name, ...statement }))
    const found = row?.ids?.split(' ') ?? []
    const isFull = found.length > limit
    const through = async () => (isFull ? undefined : await findEnd(tx, { ...search, ids, cursor, most }))
    return { ids: found, through }
  }
}

/** An account's list, of which nothing else is asked: it is asked for most, in the same words each time, and planned once. */
const isOwnList = ({ accountId, answerableOnly: _, ...more }: TokenSearch): boolean =>
  accountId !== undefined && isId(accountId) && Object.values(more).every((part) => part === undefined)

/** The greatest id of a moment, and of a day after it: clocks of nodes differ. */
const newestOf = (moment: Date): string =>
  v7({ msecs: addMilliseconds(moment, DAY).getTime(), random: new Uint8Array(16).fill(255) })

type Window = Pick<TokenSearch, 'accountId' | 'organizationId' | 'workspaceId'> & {
  readonly ids: readonly string[] | undefined
  readonly cursor: string | undefined
  readonly most: number
}

/** SQL of the rows that are looked at: by the index that leads to the fewest, the newest first. */
function sourceOf(window: Window, bind: Bind): (columns: string) => string {
  const { ids, cursor, most, accountId, workspaceId, organizationId } = window
  const below = cursor === undefined ? 'true' : `t.id < ${bind(cursor)}::uuid`
  const of = (condition: string) => (columns: string) =>
    `select ${columns} from personal_access_token t where ${condition} and ${below} order by t.id desc limit ${most}`
  if (ids !== undefined) return of(`t.id = any(${bind(ids)}::uuid[])`)
  if ([accountId, workspaceId, organizationId].some((id) => id !== undefined && !isId(id))) return of('false')
  if (accountId !== undefined) return of(`t.account_id = ${bind(accountId)}::uuid`)
  if (workspaceId !== undefined) return of(`t.workspace_id = ${bind(workspaceId)}::uuid`)
  if (organizationId === undefined) return of('true')
  const id = `${bind(organizationId)}::uuid`
  return (columns) => `
    select ${columns} from (
      (${of(`t.organization_id = ${id}`)('t.id')})
      union all
      (select t.id from account a cross join lateral (${of('t.account_id = a.id')('t.id')}) t where a.organization_id = ${id})
    ) mine join personal_access_token t on t.id = mine.id order by t.id desc limit ${most}`
}

/** The last of the rows that are looked at, where there are so many. */
async function findEnd(tx: Executor, window: Window): Promise<string | undefined> {
  const values: unknown[] = []
  const source = sourceOf(window, (value) => `$${values.push(value)}`)
  const [row]: { id: string }[] = await tx.query(`${source('t.id')} offset ${window.most - 1}`, values)
  return row?.id
}

/**
 * In one account or place: anywhere in the name. Among all: how the name or the owner's address begins. With `offset 0` each
 * owner is asked by its id: without it, PostgreSQL may first read all accounts that are meant.
 */
function textCondition(text: string, isPlace: boolean, bind: Bind): string {
  const hint = `t.hint = right(${bind(text)}, 4)`
  if (isPlace) {
    const part = bind(text)
    return `(${hint} or position(lower(${part}) in lower(t.name)) > 0
             or exists (select from account a where a.id = t.account_id and position(lower(${part}) in a.email) > 0 offset 0))`
  }
  const pattern = bind(prefixPattern(text))
  return `(${hint} or lower(t.name) like lower(${pattern})
           or exists (select from account a where a.id = t.account_id and a.email like lower(${pattern}) offset 0))`
}

/** All that could be meant, where these are few. */
async function findRare(
  tx: Executor,
  { scope }: TokenSearch,
  text: string | undefined,
): Promise<string[] | undefined> {
  const named = text === undefined ? undefined : await findByText(tx, text)
  if (named !== undefined || scope === undefined) return named
  const holders = 'select t.id from personal_access_token t where t.scopes @> array[$1::text]'
  if ((await estimateRows(tx, holders, [scope])) > RARE) return undefined
  const found: { id: string }[] = await tx.query(`${holders} limit ${RARE + 1}`, [scope])
  return found.length > RARE ? undefined : found.map(({ id }) => id)
}

/** In the order of the indexes, so that they are read, and not the table until there are enough. */
async function findByText(tx: Executor, text: string): Promise<string[] | undefined> {
  const [found]: { hinted: string[]; named: string[]; owned: string[]; owners: number }[] = await tx.query(
    `with owners as materialized (select id from account where email like lower($1) order by email using ~<~ limit ${RARE_OWNERS + 1})
     select array(select id from personal_access_token where hint = right($2, 4) limit ${RARE + 1}) as hinted,
            array(select id from personal_access_token where lower(name) like lower($1)
                   order by lower(name) using ~<~ limit ${RARE + 1}) as named,
            array(select t.id from owners, lateral (select id from personal_access_token
                   where account_id = owners.id limit ${RARE + 1}) t limit ${RARE + 1}) as owned,
            (select count(*)::int from owners) as owners`,
    [prefixPattern(text), text],
  )
  if (found === undefined || found.owners > RARE_OWNERS) return undefined
  const { hinted, named, owned } = found
  if ([hinted, named, owned].some(({ length }) => length > RARE)) return undefined
  return [...new Set([...hinted, ...named, ...owned])]
}
