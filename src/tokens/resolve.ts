import { sha256 } from '../lib/index.ts'
import { type InForceRow, policiesInForce } from '../policy/index.ts'
import type { Module } from '../scopes/index.ts'
import type { TokenDeps } from './deps.ts'
import type { Resolution } from './resolution.ts'
import { resolveRow } from './resolve-row.ts'
import { MODULES_IN_ORDER, RESOLVED_COLUMNS, RESOLVED_FROM, type ResolvedRow } from './resolved-row.ts'

/**
 * From the secret to the token, or the reason why not. Every answer is read from the database, in one look: a revocation, a
 * lost role or a tightened policy holds on the next call. @throws where the database does not answer; that is never
 * "inactive".
 */
export async function resolveToken(
  { database, clock, format, policies }: Pick<TokenDeps, 'database' | 'clock' | 'format' | 'policies'>,
  secret: string,
): Promise<Resolution> {
  if (!format.isTokenShaped(secret)) return { active: false, reason: 'malformed' }
  const now = clock()
  const { rows } = await database.pool.query<Row>({ ...RESOLVE, values: [sha256(secret), now] })
  const [row] = rows
  if (row === undefined) return { active: false, reason: 'unknown' }
  return resolveRow(row, { book: policies.bookOf(row.policies ?? []), modules: row.modules ?? [], now })
}

type Row = ResolvedRow & { policies: InForceRow[] | null; modules: Pick<Module, 'name' | 'actions'>[] | null }

const RESOLVE = {
  name: 'resolve-token',
  text: `
    select ${RESOLVED_COLUMNS},
           (select json_agg(p) from (${policiesInForce('$2::timestamptz')}) p) as policies,
           (${MODULES_IN_ORDER}) as modules
      from ${RESOLVED_FROM}
     where t.secret_hash = $1`,
}
