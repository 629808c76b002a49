import { ask, type Executor, ofAnyNumber } from '../database/index.ts'
import { isId } from '../lib/index.ts'
import type { PolicyBook } from '../policy/index.ts'
import type { BookInForce } from './book-in-force.ts'
import { packRows, splitRows } from './packed-row.ts'
import type { Token } from './token.ts'
import { TOKENS, toToken } from './token-row.ts'

/**
 * What to read. `where` is SQL of ours over `t`, `a`, `o` and `w`, with `$1…` for the values. What another query finds is given
 * as `t.id = any(array(…))`: with `in` PostgreSQL may begin elsewhere.
 */
export type Selection = {
  readonly where: string
  readonly values?: readonly unknown[]
  readonly order?: string
  readonly limit?: number
  /** Of the same words each time: it is prepared then. */
  readonly name?: string
}

type Row = { readonly tokens: string | null }

/** Tokens as people see them, judged by the policies of the book. The newest first, where nothing else is asked for. */
export async function readTokens(tx: Executor, book: PolicyBook, selection: Selection): Promise<Token[]> {
  const { where, values = [], order = 't.id desc', limit, name } = selection
  const last = limit === undefined ? '' : `limit ${limit}`
  const text = `select ${packRows(`${TOKENS} where ${where} order by ${order} ${last}`)} as tokens`
  const [row]: Row[] = await (name === undefined
    ? tx.query(text, [...values])
    : ask(tx, { name, text, values }))
  return splitRows(row?.tokens).map((packed) => toToken(packed, book))
}

/** Those of these ids that there are, in their order. */
export async function readTokensById(
  tx: Executor,
  book: PolicyBook,
  ids: readonly string[],
): Promise<Token[]> {
  if (ids.length === 0) return []
  return inOrder(ids, await readTokens(tx, book, { where: BY_ID, name: 'read-tokens', values: [ids] }))
}

const BY_ID = `t.id = any(${ofAnyNumber('$1', 'uuid')})`

/** The database has no cheap way to do it: it would look for each of them in the list of all. */
function inOrder(ids: readonly string[], tokens: readonly Token[]): Token[] {
  const byId = new Map(tokens.map((token) => [token.id, token]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** The same, judged by the policies that are in force, in one statement. */
export async function readTokensInForce(
  tx: Executor,
  inForce: BookInForce,
  ids: readonly string[],
  now: Date,
): Promise<Token[]> {
  const [row, book] = await inForce.ask<Row>(tx, { ...READ_IN_FORCE, values: [ids] }, now)
  const tokens = splitRows(row.tokens).map((packed) => toToken(packed, book))
  return inOrder(ids, tokens)
}

const READ_IN_FORCE = {
  name: 'read-tokens-in-force',
  columns: [`${packRows(`${TOKENS} where ${BY_ID}`)} as tokens`],
}

export async function findToken(tx: Executor, book: PolicyBook, id: string): Promise<Token | undefined> {
  return isId(id) ? (await readTokensById(tx, book, [id]))[0] : undefined
}
