import type { Account, Role } from '../accounts/index.ts'
import { ofAnyNumber } from '../database/index.ts'
import type { TokenKind } from '../policy/index.ts'
import { list, moment, packRow } from './packed-row.ts'
import type { LiveToken } from './resolution.ts'
import type { Place, Token } from './token.ts'
import { PLACE_JOINS, policyOrganizations, SUSPENSION } from './token-columns.ts'

/** What is read of a token, and of what surrounds it, to find out what it is worth. */
export type ResolvedRow = Omit<LiveToken, 'networks' | 'ownNetworks'> &
  Pick<Token, 'revokedAt' | 'retiresAt' | 'retired' | 'lastUsedAt' | 'networks' | 'suspension'> &
  Pick<Account, 'email' | 'role'> & {
    readonly accountName: string
    /** As granted, with spaces between them: what they come to is known by these words. */
    readonly scopes: string
    /** The ids of the organizations whose policies hold for it, likewise. */
    readonly policyOrganizations: string
    readonly organization: Place | null
    readonly workspace: Place | null
  }

/** In place of a list: no client has it as its id. */
const EVERY = '*'

const ROW = packRow({
  id: 't.id',
  name: 't.name',
  kind: 't.kind',
  accountId: 't.account_id',
  scopes: list('t.scopes'),
  networks: list('t.networks'),
  resourceServers: `coalesce(${list('t.resource_servers')}, '${EVERY}')`,
  createdAt: moment('t.created_at'),
  expiresAt: moment('t.expires_at'),
  lastUsedAt: moment('t.last_used_at'),
  rotatedFrom: 't.rotated_from',
  revokedAt: moment('t.revoked_at'),
  retiresAt: moment('t.retires_at'),
  retired: 't.retired',
  rateLimit: 't.rate_limit',
  firstUseIsDue: 't.rotated_from is not null and t.first_used_at is null',
  email: 'a.email',
  accountName: 'a.name',
  role: 'a.role',
  suspension: SUSPENSION,
  policyOrganizations: policyOrganizations(),
  organizationId: 'o.id',
  organizationSlug: 'o.slug',
  organizationName: 'o.name',
  workspaceId: 'w.id',
  workspaceSlug: 'w.slug',
  workspaceName: 'w.name',
})

/** All of a token in one text, and nothing where there is none. */
export const RESOLVED_COLUMN = `case when t.id is not null then ${ROW.sql} end`

/**
 * Of the tokens whose hashes are in the array that the placeholder holds; a row for every hash,
 * whether there is such a token or not, and one where there is no hash either. */
export const resolvedFrom = (hashes: string): string => `
  (values (1)) as one (row)
  left join unnest(${ofAnyNumber(hashes, 'bytea')}) with ordinality as asked (hash, position) on true
  left join personal_access_token t on t.secret_hash = asked.hash
  left join account a on a.id = t.account_id
  ${PLACE_JOINS}`

/** @throws on a row that no code of ours has written */
export function readResolvedRow(row: string): ResolvedRow {
  const parts = ROW.split(row)
  return {
    id: ROW.text(parts, 'id'),
    name: ROW.text(parts, 'name'),
    kind: ROW.text(parts, 'kind') as TokenKind,
    accountId: ROW.text(parts, 'accountId'),
    scopes: ROW.text(parts, 'scopes'),
    networks: ROW.list(parts, 'networks'),
    resourceServers: ROW.text(parts, 'resourceServers') === EVERY ? null : ROW.list(parts, 'resourceServers'),
    createdAt: ROW.dateOf(parts, 'createdAt'),
    expiresAt: ROW.date(parts, 'expiresAt'),
    lastUsedAt: ROW.date(parts, 'lastUsedAt'),
    rotatedFrom: ROW.text(parts, 'rotatedFrom') || null,
    revokedAt: ROW.date(parts, 'revokedAt'),
    retiresAt: ROW.date(parts, 'retiresAt'),
    retired: ROW.text(parts, 'retired') === 't',
    rateLimit: toNumber(ROW.text(parts, 'rateLimit')),
    firstUseIsDue: ROW.text(parts, 'firstUseIsDue') === 't',
    email: ROW.text(parts, 'email'),
    accountName: ROW.text(parts, 'accountName'),
    role: ROW.text(parts, 'role') as Role,
    suspension: ROW.textOrNull(parts, 'suspension') as Token['suspension'],
    policyOrganizations: ROW.text(parts, 'policyOrganizations'),
    organization: place(parts, 'organizationId', 'organizationSlug', 'organizationName'),
    workspace: place(parts, 'workspaceId', 'workspaceSlug', 'workspaceName'),
  }
}

const toNumber = (digits: string): number | null => (digits === '' ? null : Number(digits))

type Parts = ReturnType<typeof ROW.split>
type Column = Parameters<typeof ROW.text>[1]

function place(parts: Parts, id: Column, slug: Column, name: Column): Place | null {
  const known = ROW.text(parts, id)
  return known === '' ? null : { id: known, slug: ROW.text(parts, slug), name: ROW.text(parts, name) }
}
