import type { Account } from '../accounts/index.ts'
import type { LiveToken } from './resolution.ts'
import type { Surroundings } from './suspension.ts'
import type { Place, Token } from './token.ts'
import { SURROUNDING_COLUMNS, SURROUNDING_JOINS } from './token-columns.ts'

/** What is read of a token, and of what surrounds it, to find out what it is worth. */
export type ResolvedRow = Omit<LiveToken, 'networks' | 'ownNetworks'> &
  Pick<Token, 'revokedAt' | 'retiresAt' | 'lastUsedAt' | 'networks' | 'scopes'> &
  Pick<Account, 'email' | 'role'> &
  Surroundings & {
    readonly accountName: string
    readonly policyOrganizations: string[]
    readonly organization: Place | null
    readonly workspace: Place | null
  }

const RESOLVED_COLUMNS = `
  t.id, t.name, t.kind, t.account_id as "accountId", t.scopes, t.networks, t.resource_servers as "resourceServers",
  t.created_at as "createdAt", t.expires_at as "expiresAt", t.last_used_at as "lastUsedAt",
  t.rotated_from as "rotatedFrom", t.revoked_at as "revokedAt", t.retires_at as "retiresAt", t.rate_limit as "rateLimit",
  t.rotated_from is not null and t.first_used_at is null as "firstUseIsDue",
  a.email, a.name as "accountName", a.role, ${SURROUNDING_COLUMNS}`

/**
 * The tokens whose secrets have one of the hashes that the placeholder holds, as one JSON value: rows with the position of
 * their hash, from 1. @see toByteaArray
 */
export const resolvedRows = (hashes: string): string => `
  select json_agg(r) from (
    select asked.position, ${RESOLVED_COLUMNS}
      from personal_access_token t ${SURROUNDING_JOINS}, unnest(${hashes}::bytea[]) with ordinality as asked (hash, position)
     where t.secret_hash = asked.hash) r`

/** The same row where it came as JSON, in which dates are texts. */
export type WrittenRow = {
  readonly [Name in keyof ResolvedRow]: Date extends ResolvedRow[Name]
    ? Exclude<ResolvedRow[Name], Date> | string
    : ResolvedRow[Name]
}

export const reviveRow = (row: WrittenRow): ResolvedRow => ({
  ...row,
  createdAt: new Date(row.createdAt),
  expiresAt: revive(row.expiresAt),
  lastUsedAt: revive(row.lastUsedAt),
  revokedAt: revive(row.revokedAt),
  retiresAt: revive(row.retiresAt),
  accountDisabledAt: revive(row.accountDisabledAt),
  organizationDisabledAt: revive(row.organizationDisabledAt),
  workspaceDisabledAt: revive(row.workspaceDisabledAt),
})

const revive = (text: string | null): Date | null => (text === null ? null : new Date(text))
