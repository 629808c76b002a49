import { type Actor, labelActor } from '../audit/index.ts'
import { ask, type Executor, ofAnyNumber } from '../database/index.ts'
import { isId } from '../lib/index.ts'
import type { PolicyBook } from '../policy/index.ts'
import { findPolicyEnd } from './policy-end.ts'
import { findSuspension, type Surroundings } from './suspension.ts'
import type { Token } from './token.ts'
import { SURROUNDING_COLUMNS, SURROUNDING_JOINS } from './token-columns.ts'

/**
 * What to read. `where` is SQL of ours over `t`, `a`, `o` and `w`, with `$1…` for the values. What another query finds is given
 * as `t.id = any(array(…))`: there are more joins here than PostgreSQL puts in the best order, and with `in` it may begin elsewhere.
 */
export type Selection = {
  readonly where: string
  readonly values?: readonly unknown[]
  readonly order?: string
  readonly limit?: number
  /** Of the same words each time: it is prepared then. */
  readonly name?: string
}

/** Tokens as people see them, judged by the policies of the book. The newest first, where nothing else is asked for. */
export async function readTokens(tx: Executor, book: PolicyBook, selection: Selection): Promise<Token[]> {
  const { where, values = [], order = 't.id desc', limit, name } = selection
  const last = limit === undefined ? '' : `limit ${limit}`
  const text = `${SELECT} where ${where} order by ${order} ${last}`
  const rows: Row[] = await (name === undefined
    ? tx.query(text, [...values])
    : ask(tx, { name, text, values }))
  return rows.map((row) => toToken(row, book))
}

/** Those of these ids that there are, in their order. */
export async function readTokensById(
  tx: Executor,
  book: PolicyBook,
  ids: readonly string[],
): Promise<Token[]> {
  if (ids.length === 0) return []
  const where = `t.id = any(${ofAnyNumber('$1', 'uuid')})`
  const order = 'array_position($1::uuid[], t.id)'
  return await readTokens(tx, book, { name: 'read-tokens', where, values: [ids], order })
}

const endByPolicy = (
  row: Parameters<typeof findPolicyEnd>[0] & Pick<Token, 'policyOrganizations'>,
  book: PolicyBook,
) => findPolicyEnd(row, book.for(row.policyOrganizations))

export async function findToken(tx: Executor, book: PolicyBook, id: string): Promise<Token | undefined> {
  return isId(id) ? (await readTokensById(tx, book, [id]))[0] : undefined
}

type Row = Omit<Token, 'suspension' | 'policyEnd' | 'madeByAccountId'> &
  Surroundings & {
    madeByLabel: string | null
    revokedByLabel: string | null
  }

/** The account or client of an actor as one word, as the key that an index is asked for. */
const accountIn = (column: string): string =>
  `case when ${column} like 'account:%' then substr(${column}, ${'account:'.length + 1})::uuid end`
const clientIn = (column: string): string =>
  `case when ${column} like 'client:%' then substr(${column}, ${'client:'.length + 1}) end`

const SELECT = `
  select t.id, t.hint, t.name, t.description, t.kind, t.account_id as "accountId", a.email as "accountEmail",
         a.name as "accountName", a.kind as "accountKind", a.role as "accountRole", t.made_by as "madeBy",
         coalesce(maker.email, maker_client.name) as "madeByLabel", t.adopted_at as "adoptedAt", t.scopes, t.networks,
         case when t.resource_servers is null then null else
           array(select json_build_object('clientId', s.id, 'name', coalesce(c.name, s.id))
                   from unnest(t.resource_servers) as s (id) left join oauth_client c on c.id = s.id order by c.name)
         end as "resourceServers",
         t.created_at as "createdAt", t.expires_at as "expiresAt", t.last_used_at as "lastUsedAt",
         t.last_used_address as "lastUsedAddress", t.last_used_by as "lastUsedBy", user_client.name as "lastUsedByName",
         t.revoked_at as "revokedAt", t.revoked_by as "revokedBy",
         coalesce(revoker.email, revoker_client.name) as "revokedByLabel", t.revoke_reason as "revokeReason",
         t.rotated_from as "rotatedFrom", successor.id as "rotatedTo", t.retires_at as "retiresAt",
         t.retires_on_first_use as "retiresOnFirstUse", t.rate_limit as "rateLimit", ${SURROUNDING_COLUMNS}
    from personal_access_token t
    ${SURROUNDING_JOINS}
    left join personal_access_token successor on successor.rotated_from = t.id
    left join oauth_client user_client on user_client.id = t.last_used_by
    left join account maker on maker.id = ${accountIn('t.made_by')}
    left join oauth_client maker_client on maker_client.id = ${clientIn('t.made_by')}
    left join account revoker on revoker.id = ${accountIn('t.revoked_by')}
    left join oauth_client revoker_client on revoker_client.id = ${clientIn('t.revoked_by')}`

function toToken(row: Row, book: PolicyBook): Token {
  const {
    madeByLabel,
    revokedByLabel,
    accountDisabledAt: _,
    organizationDisabledAt: __,
    workspaceDisabledAt: ___,
    holdsRole: ____,
    ...token
  } = row
  return {
    ...token,
    madeBy: inWords(row.madeBy, madeByLabel),
    madeByAccountId: row.madeBy.startsWith('account:') ? row.madeBy.slice('account:'.length) : null,
    revokedBy: row.revokedBy === null ? null : inWords(row.revokedBy, revokedByLabel),
    suspension: findSuspension(row),
    policyEnd: endByPolicy(row, book),
  }
}

function inWords(actor: string, label: string | null): string {
  const [kind] = actor.split(':') as [Actor['kind']]
  return labelActor(kind, label)
}
