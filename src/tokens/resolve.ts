import type { Account } from '../accounts/index.ts'
import { sha256 } from '../lib/index.ts'
import type { Scope } from '../scopes/index.ts'
import type { TokenDeps } from './deps.ts'
import { mayGrant } from './policy.ts'
import { findTokenEnd, type Token, type TokenEnd } from './token.ts'

/** What introspection needs to know, and nothing of the hash. */
export type LiveToken = Pick<
  Token,
  'id' | 'name' | 'kind' | 'accountId' | 'scopes' | 'createdAt' | 'expiresAt' | 'rotatedFrom'
> & {
  /** It replaced another one that dies with its first use, which has not been yet. */
  readonly firstUseIsDue: boolean
}

export type Resolution =
  | {
      readonly active: true
      readonly token: LiveToken
      readonly account: Pick<Account, 'id' | 'email' | 'name' | 'role'>
      /** The token's scopes that its account may still grant. `write` and `admin` are not spelt out: see `expandScopes`. */
      readonly scopes: Scope[]
    }
  | { readonly active: false; readonly reason: 'malformed' | 'unknown' | 'disabled' | TokenEnd }

/**
 * From the secret to the token, or the reason why not. Every answer is read from the database: a revocation holds on
 * the next call. @throws where the database does not answer; that is never "inactive".
 */
export async function resolveToken(
  { database, clock, format }: Pick<TokenDeps, 'database' | 'clock' | 'format'>,
  secret: string,
): Promise<Resolution> {
  if (!format.isTokenShaped(secret)) return { active: false, reason: 'malformed' }
  const { rows } = await database.pool.query<Row>({ ...RESOLVE, values: [sha256(secret)] })
  const [row] = rows
  if (row === undefined) return { active: false, reason: 'unknown' }
  const end = findTokenEnd(row, clock())
  if (end !== undefined) return { active: false, reason: end }
  if (row.disabledAt !== null) return { active: false, reason: 'disabled' }
  return toResolution(row)
}

type Row = LiveToken &
  Pick<Token, 'revokedAt' | 'retiresAt'> &
  Pick<Account, 'email' | 'role' | 'disabledAt'> & { accountName: string }

const RESOLVE = {
  name: 'resolve-token',
  text: `
    select t.id, t.name, t.kind, t.account_id as "accountId", t.scopes, t.created_at as "createdAt",
           t.expires_at as "expiresAt", t.rotated_from as "rotatedFrom", t.revoked_at as "revokedAt",
           t.retires_at as "retiresAt", t.rotated_from is not null and t.first_used_at is null as "firstUseIsDue",
           a.email, a.name as "accountName", a.role, a.disabled_at as "disabledAt"
      from personal_access_token t
      join account a on a.id = t.account_id
     where t.secret_hash = $1`,
}

function toResolution({
  email,
  accountName,
  role,
  disabledAt: _,
  revokedAt: __,
  retiresAt: ___,
  ...token
}: Row): Resolution {
  const account = { id: token.accountId, email, name: accountName, role }
  return { active: true, token, account, scopes: token.scopes.filter((scope) => mayGrant(account, scope)) }
}
