import type { Account, Role } from '../accounts/index.ts'
import type { TokenKind } from '../policy/index.ts'
import type { LiveToken } from './resolution.ts'
import type { Surroundings } from './suspension.ts'
import type { Place, Token } from './token.ts'
import { HOLDS_ROLE, PLACE_JOINS, POLICY_ORGANIZATIONS } from './token-columns.ts'

/** What is read of a token, and of what surrounds it, to find out what it is worth. */
export type ResolvedRow = Omit<LiveToken, 'networks' | 'ownNetworks'> &
  Pick<Token, 'revokedAt' | 'retiresAt' | 'lastUsedAt' | 'networks'> &
  Pick<Account, 'email' | 'role'> &
  Surroundings & {
    readonly accountName: string
    /** As granted, with spaces between them: what they come to is known by these words. */
    readonly scopes: string
    /** The ids of the organizations whose policies hold for it, likewise. */
    readonly policyOrganizations: string
    readonly organization: Place | null
    readonly workspace: Place | null
  }

/** Milliseconds since 1970: nothing else is read as fast. */
const moment = (column: string): string => `date_part('epoch', ${column}) * 1000`
/** None of them has a space in it. */
const list = (column: string): string => `array_to_string(${column}, ' ')`

/** In place of a list: no client has it as its id. */
const EVERY = '*'

const COLUMNS = {
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

/** No text that we keep has a control character in it. */
const SEPARATOR = '\x1f'

/**
 * All of a token in one text, and nothing where there is none. For many tokens at once, columns of their own cost the driver
 * twice as much, and the database as much as the look itself.
 */
export const RESOLVED_COLUMN = `
  case when t.id is not null then concat(${Object.values(COLUMNS).join(`, e'\\x1f', `)}) end`

const AT = Object.fromEntries(Object.keys(COLUMNS).map((name, index) => [name, index])) as Record<
  Column,
  number
>
const WIDTH = Object.keys(COLUMNS).length

/**
 * Of the tokens whose hashes are in the array that the placeholder holds; a row for every hash,
 * whether there is such a token or not, and one where there is no hash either. */
export const resolvedFrom = (hashes: string): string => `
  (values (1)) as one (row)
  left join unnest(${hashes}::bytea[]) with ordinality as asked (hash, position) on true
  left join personal_access_token t on t.secret_hash = asked.hash
  left join account a on a.id = t.account_id
  ${PLACE_JOINS}`

type Values = readonly string[]

/** @throws on what no code of ours has written: in a row of more parts or fewer, each might be taken for another */
export function readResolvedRow(row: string): ResolvedRow {
  const values = row.split(SEPARATOR)
  if (values.length !== WIDTH) throw new Error(`a token was read in ${values.length} parts, not ${WIDTH}`)
  return {
    id: text(values, 'id'),
    name: text(values, 'name'),
    kind: text(values, 'kind') as TokenKind,
    accountId: text(values, 'accountId'),
    scopes: text(values, 'scopes'),
    networks: listOf(values, 'networks'),
    resourceServers: text(values, 'resourceServers') === EVERY ? null : listOf(values, 'resourceServers'),
    createdAt: toDate(text(values, 'createdAt')),
    expiresAt: date(values, 'expiresAt'),
    lastUsedAt: date(values, 'lastUsedAt'),
    rotatedFrom: text(values, 'rotatedFrom') || null,
    revokedAt: date(values, 'revokedAt'),
    retiresAt: date(values, 'retiresAt'),
    rateLimit: toNumber(text(values, 'rateLimit')),
    firstUseIsDue: text(values, 'firstUseIsDue') === 't',
    email: text(values, 'email'),
    accountName: text(values, 'accountName'),
    role: text(values, 'role') as Role,
    accountDisabledAt: date(values, 'accountDisabledAt'),
    organizationDisabledAt: date(values, 'organizationDisabledAt'),
    workspaceDisabledAt: date(values, 'workspaceDisabledAt'),
    holdsRole: text(values, 'holdsRole') === 't',
    policyOrganizations: text(values, 'policyOrganizations'),
    organization: place(values, 'organizationId', 'organizationSlug', 'organizationName'),
    workspace: place(values, 'workspaceId', 'workspaceSlug', 'workspaceName'),
  }
}

const toNumber = (digits: string): number | null => (digits === '' ? null : Number(digits))

const text = (values: Values, name: Column): string => values[AT[name]] ?? ''

function listOf(values: Values, name: Column): string[] {
  const joined = text(values, name)
  return joined === '' ? [] : joined.split(' ')
}

function date(values: Values, name: Column): Date | null {
  const milliseconds = text(values, name)
  return milliseconds === '' ? null : toDate(milliseconds)
}

/** Cut to the millisecond; what a float makes of a whole one may be a trifle less than it. */
const toDate = (milliseconds: string): Date => new Date(Math.floor(Number(milliseconds) + 0.001))

function place(values: Values, id: Column, slug: Column, name: Column): Place | null {
  const known = text(values, id)
  return known === '' ? null : { id: known, slug: text(values, slug), name: text(values, name) }
}
