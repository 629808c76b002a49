import { ask, type Executor } from '../database/index.ts'
import {
  type InForceRow,
  type Policies,
  type PolicyBook,
  policiesInForce,
  type TokenKind,
} from '../policy/index.ts'
import { findPolicyEnd } from './policy-end.ts'
import type { Selection } from './read-tokens.ts'
import { findSuspension } from './suspension.ts'
import type { Token } from './token.ts'
import { HOLDS_ROLE, POLICY_ORGANIZATIONS, SURROUNDING_JOINS } from './token-columns.ts'

/** As much of a token as it is sorted, counted and found by. */
export type Outline = Pick<
  Token,
  | 'id'
  | 'name'
  | 'hint'
  | 'createdAt'
  | 'expiresAt'
  | 'lastUsedAt'
  | 'revokedAt'
  | 'retiresAt'
  | 'suspension'
  | 'policyEnd'
> & {
  /** Somebody else made it for the person that it belongs to. */
  readonly isIssued: boolean
}

export type Outlines = { readonly outlines: Outline[]; readonly book: PolicyBook }

type Wanted = Selection & { readonly name: string; readonly limit: number }

/**
 * As `readTokens`, of many, and with the policies that are in force: who did what, and where, is only looked up for those that
 * are shown. The newest first.
 */
export async function readOutlines(
  tx: Executor,
  policies: Pick<Policies, 'bookOf'>,
  { name, where, values = [], limit }: Wanted,
  now: Date,
): Promise<Outlines> {
  const text = `
    select (select json_agg(p)::text from (${policiesInForce(`$${values.length + 1}::timestamptz`)}) p) as policies,
           (select string_agg(o.outline, e'\\x1e')
              from (${OUTLINES} where ${where} order by t.id desc limit ${limit}) o) as outlines`
  const [row] = await ask<Row>(tx, { name, text, values: [...values, now] })
  const book = policies.bookOf(JSON.parse(row?.policies ?? '[]') as InForceRow[])
  const parts = row?.outlines ? row.outlines.split(ROW_END) : []
  return { outlines: parts.map((part) => toOutline(part, book)), book }
}

type Row = { readonly policies: string | null; readonly outlines: string | null }

/** Milliseconds since 1970. */
const moment = (column: string): string => `date_part('epoch', ${column}) * 1000`

const COLUMNS = {
  id: 't.id',
  name: 't.name',
  hint: 't.hint',
  kind: 't.kind',
  networks: `array_to_string(t.networks, ' ')`,
  createdAt: moment('t.created_at'),
  expiresAt: moment('t.expires_at'),
  lastUsedAt: moment('t.last_used_at'),
  revokedAt: moment('t.revoked_at'),
  retiresAt: moment('t.retires_at'),
  isIssued: `t.kind = 'personal' and t.made_by <> 'account:' || t.account_id`,
  accountDisabledAt: moment('a.disabled_at'),
  organizationDisabledAt: moment('o.disabled_at'),
  workspaceDisabledAt: moment('w.disabled_at'),
  holdsRole: HOLDS_ROLE,
  policyOrganizations: `array_to_string(${POLICY_ORGANIZATIONS}, ' ')`,
}

type Column = keyof typeof COLUMNS

/** No text that is read here has a control character in it. */
const SEPARATOR = '\x1f'
const ROW_END = '\x1e'

/** All of them in one text: rows and columns of their own cost the driver several times as much. */
const OUTLINES = `
  select concat(${Object.values(COLUMNS)
    .map((column) => `(${column})`)
    .join(`, e'\\x1f', `)}) as outline
    from personal_access_token t ${SURROUNDING_JOINS}`

const NAMES = Object.keys(COLUMNS) as Column[]
const AT = Object.fromEntries(NAMES.map((name, index) => [name, index])) as Record<Column, number>

/** @throws on what no code of ours has written: in a row of more parts or fewer, each might be taken for another */
function toOutline(row: string, book: PolicyBook): Outline {
  const values = row.split(SEPARATOR)
  if (values.length !== NAMES.length)
    throw new Error(`a token was read in ${values.length} parts, not ${NAMES.length}`)
  const text = (name: Column): string => values[AT[name]] ?? ''
  const date = (name: Column) => (text(name) === '' ? null : toDate(text(name)))
  const list = (name: Column) => (text(name) === '' ? [] : text(name).split(' '))
  const token = {
    id: text('id'),
    name: text('name'),
    hint: text('hint'),
    createdAt: toDate(text('createdAt')),
    expiresAt: date('expiresAt'),
    lastUsedAt: date('lastUsedAt'),
    revokedAt: date('revokedAt'),
    retiresAt: date('retiresAt'),
    isIssued: text('isIssued') === 't',
  }
  const judged = { ...token, kind: text('kind') as TokenKind, networks: list('networks') }
  const suspension = findSuspension({
    accountDisabledAt: date('accountDisabledAt'),
    organizationDisabledAt: date('organizationDisabledAt'),
    workspaceDisabledAt: date('workspaceDisabledAt'),
    holdsRole: text('holdsRole') === 't',
  })
  const policyEnd = findPolicyEnd(judged, book.for(list('policyOrganizations')))
  return { ...token, suspension, policyEnd }
}

/** Cut to the millisecond; what a float makes of a whole one may be a trifle less than it. */
const toDate = (milliseconds: string): Date => new Date(Math.floor(Number(milliseconds) + 0.001))
