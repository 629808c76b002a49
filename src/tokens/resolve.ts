import { sha256 } from '../lib/index.ts'
import { type CircumstancesReader, circumstanceColumns, type WrittenCircumstances } from './circumstances.ts'
import type { TokenDeps } from './deps.ts'
import type { Resolution } from './resolution.ts'
import { resolveRow } from './resolve-row.ts'
import { RESOLVED_COLUMNS, RESOLVED_FROM, type ResolvedRow } from './resolved-row.ts'

/**
 * From the secret to the token, or the reason why not. Every answer is read from the database, in one look: a revocation, a
 * lost role or a tightened policy holds on the next call. @throws where the database does not answer; that is never
 * "inactive".
 */
export async function resolveToken(
  { database, clock, format }: Pick<TokenDeps, 'database' | 'clock' | 'format'>,
  readCircumstances: CircumstancesReader,
  secret: string,
): Promise<Resolution> {
  if (!format.isTokenShaped(secret)) return { active: false, reason: 'malformed' }
  const now = clock()
  const { rows } = await database.pool.query<Row>({ ...RESOLVE, values: [sha256(secret), now] })
  const [row] = rows
  if (row === undefined) return { active: false, reason: 'unknown' }
  return resolveRow(row, readCircumstances(row), now)
}

type Row = ResolvedRow & WrittenCircumstances

const RESOLVE = {
  name: 'resolve-token',
  text: `
    select ${RESOLVED_COLUMNS}, ${circumstanceColumns('$2::timestamptz')}
      from ${RESOLVED_FROM}
     where t.secret_hash = $1`,
}
