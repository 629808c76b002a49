import type { AccountKind, Role } from '../accounts/index.ts'
import { type Actor, labelActor } from '../audit/index.ts'
import type { PolicyBook, TokenKind } from '../policy/index.ts'
import { list, moment, packRow } from './packed-row.ts'
import { findPolicyEnd } from './policy-end.ts'
import type { Place, Token } from './token.ts'
import { policyOrganizations, SURROUNDING_JOINS, SUSPENSION } from './token-columns.ts'

const ACCOUNT = 'account:'
const CLIENT = 'client:'

/** What people know an actor by: most often it is the account itself, and nothing has to be looked for. */
const labelOf = (actor: string): string => `
  case when ${actor} = '${ACCOUNT}' || t.account_id then a.email
       when ${actor} like '${ACCOUNT}%' then (select email from account where id = substr(${actor}, ${ACCOUNT.length + 1})::uuid)
       when ${actor} like '${CLIENT}%' then (select name from oauth_client where id = substr(${actor}, ${CLIENT.length + 1}))
  end`

const placeOf = (table: string): string => `
  case when ${table}.id is not null
    then json_build_object('id', ${table}.id, 'slug', ${table}.slug, 'name', ${table}.name)::text end`

const RESOURCE_SERVERS = `
  case when t.resource_servers is not null then (
    select coalesce(json_agg(json_build_object('clientId', s.id, 'name', coalesce(c.name, s.id)) order by c.name), '[]')::text
      from unnest(t.resource_servers) as s (id) left join oauth_client c on c.id = s.id) end`

const ROW = packRow({
  id: 't.id',
  hint: 't.hint',
  name: 't.name',
  description: 't.description',
  kind: 't.kind',
  accountId: 't.account_id',
  accountEmail: 'a.email',
  accountName: 'a.name',
  accountKind: 'a.kind',
  accountRole: 'a.role',
  organization: placeOf('o'),
  workspace: placeOf('w'),
  madeBy: 't.made_by',
  madeByLabel: labelOf('t.made_by'),
  adoptedAt: moment('t.adopted_at'),
  scopes: list('t.scopes'),
  networks: list('t.networks'),
  resourceServers: RESOURCE_SERVERS,
  createdAt: moment('t.created_at'),
  expiresAt: moment('t.expires_at'),
  lastUsedAt: moment('t.last_used_at'),
  lastUsedAddress: 't.last_used_address',
  lastUsedBy: 't.last_used_by',
  lastUsedByName: 'select name from oauth_client where id = t.last_used_by',
  revokedAt: moment('t.revoked_at'),
  revokedBy: 't.revoked_by',
  revokedByLabel: labelOf('t.revoked_by'),
  revokeReason: 't.revoke_reason',
  rotatedFrom: 't.rotated_from',
  rotatedTo: 'select id from personal_access_token where rotated_from = t.id',
  retiresAt: moment('t.retires_at'),
  retiresOnFirstUse: 't.retires_on_first_use',
  retired: 't.retired',
  rateLimit: 't.rate_limit',
  suspension: SUSPENSION,
  policyOrganizations: policyOrganizations(),
})

/** Of which `toToken` makes something. */
export const TOKENS = `select ${ROW.sql} as packed from personal_access_token t ${SURROUNDING_JOINS}`

/** A token as people see it, judged by the policies of the book. */
export function toToken(packed: string, book: PolicyBook): Token {
  const parts = ROW.split(packed)
  const { text, textOrNull, date, dateOf, list: listOf } = ROW
  const judged = {
    kind: text(parts, 'kind') as TokenKind,
    networks: listOf(parts, 'networks'),
    createdAt: dateOf(parts, 'createdAt'),
    expiresAt: date(parts, 'expiresAt'),
    lastUsedAt: date(parts, 'lastUsedAt'),
  }
  const organizations = listOf(parts, 'policyOrganizations')
  const madeBy = text(parts, 'madeBy')
  const revokedBy = textOrNull(parts, 'revokedBy')
  const rateLimit = textOrNull(parts, 'rateLimit')
  return {
    ...judged,
    id: text(parts, 'id'),
    hint: text(parts, 'hint'),
    name: text(parts, 'name'),
    description: text(parts, 'description'),
    accountId: text(parts, 'accountId'),
    accountEmail: text(parts, 'accountEmail'),
    accountName: text(parts, 'accountName'),
    accountKind: text(parts, 'accountKind') as AccountKind,
    accountRole: text(parts, 'accountRole') as Role,
    organization: fromJson<Place>(text(parts, 'organization')),
    workspace: fromJson<Place>(text(parts, 'workspace')),
    madeBy: inWords(madeBy, textOrNull(parts, 'madeByLabel')),
    madeByAccountId: madeBy.startsWith(ACCOUNT) ? madeBy.slice(ACCOUNT.length) : null,
    adoptedAt: date(parts, 'adoptedAt'),
    scopes: listOf(parts, 'scopes'),
    resourceServers: fromJson<NonNullable<Token['resourceServers']>>(text(parts, 'resourceServers')),
    lastUsedAddress: textOrNull(parts, 'lastUsedAddress'),
    lastUsedBy: textOrNull(parts, 'lastUsedBy'),
    lastUsedByName: textOrNull(parts, 'lastUsedByName'),
    revokedAt: date(parts, 'revokedAt'),
    revokedBy: revokedBy === null ? null : inWords(revokedBy, textOrNull(parts, 'revokedByLabel')),
    revokeReason: textOrNull(parts, 'revokeReason'),
    rotatedFrom: textOrNull(parts, 'rotatedFrom'),
    rotatedTo: textOrNull(parts, 'rotatedTo'),
    retiresAt: date(parts, 'retiresAt'),
    retiresOnFirstUse: text(parts, 'retiresOnFirstUse') === 't',
    retired: text(parts, 'retired') === 't',
    rateLimit: rateLimit === null ? null : Number(rateLimit),
    suspension: textOrNull(parts, 'suspension') as Token['suspension'],
    policyOrganizations: organizations,
    policyEnd: findPolicyEnd(judged, book.for(organizations)),
  }
}

const fromJson = <Value>(text: string): Value | null => (text === '' ? null : (JSON.parse(text) as Value))

function inWords(actor: string, label: string | null): string {
  const [kind] = actor.split(':') as [Actor['kind']]
  return labelActor(kind, label)
}
