import type { Account } from '../accounts/index.ts'
import { isInNetworks, sha256 } from '../lib/index.ts'
import { type InForceRow, policiesInForce } from '../policy/index.ts'
import { effectiveScopes, type Module, OWN_MODULE, type Scope } from '../scopes/index.ts'
import { ceilingOf } from './ceiling.ts'
import type { TokenDeps } from './deps.ts'
import { findPolicyEnd } from './policy-end.ts'
import { findSuspension, type Surroundings, type Suspension } from './suspension.ts'
import { findTokenEnd, type Place, type Token, type TokenEnd } from './token.ts'
import { SURROUNDING_COLUMNS, SURROUNDING_JOINS } from './token-columns.ts'

/** What introspection needs to know, and nothing of the hash. */
export type LiveToken = Pick<
  Token,
  | 'id'
  | 'name'
  | 'kind'
  | 'accountId'
  | 'createdAt'
  | 'expiresAt'
  | 'rotatedFrom'
  | 'rateLimit'
  | 'organization'
  | 'workspace'
> & {
  /** It replaced another one that dies with its first use, which has not been yet. */
  readonly firstUseIsDue: boolean
  /** The client ids of the only resource servers that it is good at; `null`: all that serve one of its scopes. */
  readonly resourceServers: readonly string[] | null
  /** The token's own; none: it names none. */
  readonly ownNetworks: readonly string[]
  /** Every list has to have the caller's address; none: it is good from anywhere. */
  readonly networks: readonly (readonly string[])[]
}

export type Resolution =
  | {
      readonly active: true
      readonly token: LiveToken
      readonly account: Pick<Account, 'id' | 'email' | 'name' | 'role'>
      /** What it may do at this moment, spelt out: its scopes among today's modules, under its account's ceiling. */
      readonly scopes: Scope[]
    }
  | {
      readonly active: false
      readonly reason: 'malformed' | 'unknown' | Suspension | TokenEnd
      /** Where it may come back to life, so that revoking it still makes sense. */
      readonly suspended?: { readonly id: string; readonly accountId: string; readonly createdAt: Date }
    }

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
  const policy = policies.bookOf(row.policies ?? []).for(row.policyOrganizations)
  const end = findTokenEnd({ ...row, policyEnd: findPolicyEnd(row, policy) }, now)
  const reason = end ?? findSuspension(row)
  if (reason === null) return toResolution(row, policy)
  if (end !== undefined && end !== 'policy') return { active: false, reason }
  const { id, accountId, createdAt } = row
  return { active: false, reason, suspended: { id, accountId, createdAt } }
}

/** May it be used from there? A token that names networks is good from none of them where nobody says which it is. */
export const isUsableFrom = (
  { networks }: Pick<LiveToken, 'networks'>,
  address: string | undefined,
): boolean => networks.every((list) => address !== undefined && isInNetworks(address, list))

type Row = Omit<LiveToken, 'networks' | 'ownNetworks'> &
  Pick<Token, 'revokedAt' | 'retiresAt' | 'lastUsedAt' | 'networks' | 'scopes'> &
  Pick<Account, 'email' | 'role'> &
  Surroundings & {
    accountName: string
    policyOrganizations: string[]
    organization: Place | null
    workspace: Place | null
    policies: InForceRow[] | null
    modules: Module[] | null
  }

const RESOLVE = {
  name: 'resolve-token',
  text: `
    select t.id, t.name, t.kind, t.account_id as "accountId", t.scopes, t.networks, t.resource_servers as "resourceServers",
           t.created_at as "createdAt", t.expires_at as "expiresAt", t.last_used_at as "lastUsedAt",
           t.rotated_from as "rotatedFrom", t.revoked_at as "revokedAt", t.retires_at as "retiresAt",
           t.rate_limit as "rateLimit",
           t.rotated_from is not null and t.first_used_at is null as "firstUseIsDue",
           a.email, a.name as "accountName", a.role, ${SURROUNDING_COLUMNS},
           (select json_agg(p) from (${policiesInForce('$2::timestamptz')}) p) as policies,
           (select json_agg(json_build_object('name', m.name, 'actions', m.actions) order by m.name = '${OWN_MODULE.name}', m.title, m.name)
              from module m) as modules
      from personal_access_token t
      ${SURROUNDING_JOINS}
     where t.secret_hash = $1`,
}

type Policy = ReturnType<ReturnType<TokenDeps['policies']['bookOf']>['for']>

function toResolution(row: Row, policy: Policy): Resolution {
  const { email, accountName, role } = row
  return {
    active: true,
    token: {
      id: row.id,
      name: row.name,
      kind: row.kind,
      accountId: row.accountId,
      organization: row.organization,
      workspace: row.workspace,
      createdAt: row.createdAt,
      rotatedFrom: row.rotatedFrom,
      rateLimit: row.rateLimit,
      firstUseIsDue: row.firstUseIsDue,
      resourceServers: row.resourceServers,
      expiresAt: findExpiry(row, policy),
      ownNetworks: row.networks,
      networks: [...(row.networks.length === 0 ? [] : [row.networks]), ...policy.networkLimits],
    },
    account: { id: row.accountId, email, name: accountName, role },
    scopes: effectiveScopes(row.scopes, ceilingOf(role, policy), row.modules ?? []),
  }
}

/** A policy may end it sooner; being used again puts an idle end off, so that is no expiry. */
function findExpiry(row: Row, policy: Policy): Date | null {
  const end = findPolicyEnd(row, { ...policy, maxIdleDays: null })?.at ?? null
  if (end === null || row.expiresAt === null) return end ?? row.expiresAt
  return end < row.expiresAt ? end : row.expiresAt
}
