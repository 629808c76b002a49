import type { Account, Role } from '../accounts/index.ts'
import type { TokenKind } from '../policy/index.ts'
import type { LiveToken } from './resolution.ts'
import type { Surroundings } from './suspension.ts'
import type { Place, Token } from './token.ts'
import { HOLDS_ROLE, PLACE_JOINS, POLICY_ORGANIZATIONS } from './token-columns.ts'

/** What is read of a token, and of what surrounds it, to find out what it is worth. */
export type ResolvedRow = Omit<LiveToken, 'networks' | 'ownNetworks'> &
  Pick<Token, 'revokedAt' | 'retiresAt' | 'lastUsedAt' | 'networks' | 'scopes'> &
  Pick<Account, 'email' | 'role'> &
  Surroundings & {
    readonly accountName: string
    readonly policyOrganizations: readonly string[]
    readonly organization: Place | null
    readonly workspace: Place | null
  }

/** Milliseconds since 1970: nothing else is read as fast. */
const moment = (column: string): string => `date_part('epoch', ${column}) * 1000`
/** None of them has a space in it. */
const list = (column: string): string => `array_to_string(${column}, ' ')`

const COLUMNS = {
  id: 't.id',
  name: 't.name',
  kind: 't.kind',
  accountId: 't.account_id',
  scopes: list('t.scopes'),
  networks: list('t.networks'),
  resourceServers: list('t.resource_servers'),
  createdAt: moment('t.created_at'),
  expiresAt: moment('t.expires_at'),
  lastUsedAt: moment('t.last_used_at'),
  rotatedFrom: 't.rotated_from',
  revokedAt: moment('t.revoked_at'),
  retiresAt: moment('t.retires_at'),
  rateLimit: 't.rate_limit',
  firstUseIsDue: 't.rotated_from is not null and t.first_used_at is null',
  email: 'a.email',
  accountName: 'a.name',
  role: 'a.role',
  accountDisabledAt: moment('a.disabled_at'),
  organizationDisabledAt: moment('o.disabled_at'),
  workspaceDisabledAt: moment('w.disabled_at'),
  holdsRole: HOLDS_ROLE,
  policyOrganizations: list(POLICY_ORGANIZATIONS),
  organizationId: 'o.id',
  organizationSlug: 'o.slug',
  organizationName: 'o.name',
  workspaceId: 'w.id',
  workspaceSlug: 'w.slug',
  workspaceName: 'w.name',
}

type Column = keyof typeof COLUMNS

/** By position, and as texts: for many tokens at once, columns by name cost the database and us as much as the look itself. */
export const RESOLVED_COLUMNS = Object.values(COLUMNS)

const AT = Object.fromEntries(Object.keys(COLUMNS).map((name, index) => [name, index])) as Record<
  Column,
  number
>

/**
 * Of the tokens whose hashes are in the array that the placeholder holds; a row for every hash,
 * whether there is such a token or not, and one where there is no hash either. */
export const resolvedFrom = (hashes: string): string => `
  (values (1)) as one (row)
  left join unnest(${hashes}::bytea[]) with ordinality as asked (hash, position) on true
  left join personal_access_token t on t.secret_hash = asked.hash
  left join account a on a.id = t.account_id
  ${PLACE_JOINS}`

/** As texts, in the order of `RESOLVED_COLUMNS`. */
export type Values = readonly (string | null)[]

/** @returns `undefined` where there is no such token */
export function readResolvedRow(values: Values): ResolvedRow | undefined {
  const id = values[AT.id]
  if (id === null || id === undefined) return undefined
  return {
    id,
    name: text(values, 'name'),
    kind: text(values, 'kind') as TokenKind,
    accountId: text(values, 'accountId'),
    scopes: listOf(values, 'scopes') ?? [],
    networks: listOf(values, 'networks') ?? [],
    resourceServers: listOf(values, 'resourceServers'),
    createdAt: toDate(text(values, 'createdAt')),
    expiresAt: date(values, 'expiresAt'),
    lastUsedAt: date(values, 'lastUsedAt'),
    rotatedFrom: values[AT.rotatedFrom] ?? null,
    revokedAt: date(values, 'revokedAt'),
    retiresAt: date(values, 'retiresAt'),
    rateLimit: toNumber(values[AT.rateLimit] ?? null),
    firstUseIsDue: values[AT.firstUseIsDue] === 't',
    email: text(values, 'email'),
    accountName: text(values, 'accountName'),
    role: text(values, 'role') as Role,
    accountDisabledAt: date(values, 'accountDisabledAt'),
    organizationDisabledAt: date(values, 'organizationDisabledAt'),
    workspaceDisabledAt: date(values, 'workspaceDisabledAt'),
    holdsRole: values[AT.holdsRole] === 't',
    policyOrganizations: listOf(values, 'policyOrganizations') ?? [],
    organization: place(values, 'organizationId', 'organizationSlug', 'organizationName'),
    workspace: place(values, 'workspaceId', 'workspaceSlug', 'workspaceName'),
  }
}

const toNumber = (digits: string | null): number | null => (digits === null ? null : Number(digits))

const text = (values: Values, name: Column): string => values[AT[name]] ?? ''

function listOf(values: Values, name: Column): string[] | null {
  const joined = values[AT[name]] ?? null
  if (joined === null) return null
  return joined === '' ? [] : joined.split(' ')
}

function date(values: Values, name: Column): Date | null {
  const milliseconds = values[AT[name]] ?? null
  return milliseconds === null ? null : toDate(milliseconds)
}

/** Cut to the millisecond; what a float makes of a whole one may be a trifle less than it. */
const toDate = (milliseconds: string): Date => new Date(Math.floor(Number(milliseconds) + 0.001))

function place(values: Values, id: Column, slug: Column, name: Column): Place | null {
  const known = values[AT[id]] ?? null
  return known === null ? null : { id: known, slug: text(values, slug), name: text(values, name) }
}
