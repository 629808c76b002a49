import { INTERNAL_CLIENT_ID } from '../clients/index.ts'
import type { Executor } from '../database/index.ts'
import type { PolicyBook, TokenKind } from '../policy/index.ts'
import type { BookInForce } from './book-in-force.ts'
import { list, moment, packRow, packRows, splitRows } from './packed-row.ts'
import { findPolicyEnd } from './policy-end.ts'
import type { Selection } from './read-tokens.ts'
import type { Token } from './token.ts'
import { policyOrganizations, SURROUNDING_JOINS, SUSPENSION } from './token-columns.ts'

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
  | 'retired'
  | 'suspension'
  | 'policyEnd'
> & {
  /** Somebody else made it for the person that it belongs to. */
  readonly isIssued: boolean
}

export type Outlines = {
  readonly outlines: Outline[]
  readonly book: PolicyBook
  /** Whether tokens can be generated at all. */
  readonly isMintingOn: boolean
}

type Wanted = Pick<Selection, 'where' | 'values'> & {
  readonly name: string
  readonly limit: number
  /** The placeholder of the account that all of them are of, where they are of one. */
  readonly account?: string
}

/**
 * As `readTokens`, of many, and with the policies that are in force: who did what, and where, is only looked up for those that
 * are shown. The newest first.
 */
export async function readOutlines(
  tx: Executor,
  inForce: BookInForce,
  { name, where, values = [], limit, account }: Wanted,
  now: Date,
): Promise<Outlines> {
  const columns = [
    `exists (select from oauth_client where id = '${INTERNAL_CLIENT_ID}' and disabled_at is null) as "isMintingOn"`,
    `${packRows(`${outlinesOf(account)} where ${where} order by t.id desc limit ${limit}`)} as outlines`,
  ]
  const [{ outlines, isMintingOn }, book] = await inForce.ask<Row>(tx, { name, columns, values }, now)
  return { outlines: splitRows(outlines).map((part) => toOutline(part, book)), book, isMintingOn }
}

type Row = {
  readonly isMintingOn: boolean
  readonly outlines: string | null
}

/** @param account as `Wanted` has it */
const outline = (account?: string) =>
  packRow({
    id: 't.id',
    name: 't.name',
    hint: 't.hint',
    kind: 't.kind',
    networks: list('t.networks'),
    createdAt: moment('t.created_at'),
    expiresAt: moment('t.expires_at'),
    lastUsedAt: moment('t.last_used_at'),
    revokedAt: moment('t.revoked_at'),
    retiresAt: moment('t.retires_at'),
    retired: 't.retired',
    isIssued: `t.kind = 'personal' and t.made_by <> 'account:' || t.account_id`,
    suspension: SUSPENSION,
    policyOrganizations: policyOrganizations(account),
  })

const OUTLINE = outline()

const outlinesOf = (account?: string): string =>
  `select ${outline(account).sql} as packed from personal_access_token t ${SURROUNDING_JOINS}`

function toOutline(row: string, book: PolicyBook): Outline {
  const parts = OUTLINE.split(row)
  const { text, textOrNull, date, dateOf, list: listOf } = OUTLINE
  const moments = {
    createdAt: dateOf(parts, 'createdAt'),
    expiresAt: date(parts, 'expiresAt'),
    lastUsedAt: date(parts, 'lastUsedAt'),
  }
  const kind = text(parts, 'kind') as TokenKind
  const judged = { ...moments, kind, networks: listOf(parts, 'networks') }
  return {
    ...moments,
    id: text(parts, 'id'),
    name: text(parts, 'name'),
    hint: text(parts, 'hint'),
    revokedAt: date(parts, 'revokedAt'),
    retiresAt: date(parts, 'retiresAt'),
    retired: text(parts, 'retired') === 't',
    isIssued: text(parts, 'isIssued') === 't',
    suspension: textOrNull(parts, 'suspension') as Token['suspension'],
    policyEnd: findPolicyEnd(judged, book.for(listOf(parts, 'policyOrganizations'))),
  }
}
