import type { Executor } from '../database/index.ts'
import { labelActor } from './actor.ts'
import type { AuditEvent } from './audit-event.ts'
import type { AuditFilter } from './audit-filter.ts'

/** Reads the record. Actors come with a label that people know them by: an e-mail address or a client's name. */
export function auditEventStore(tx: Executor) {
  return {
    /** A token's history, newest first, 100 events at the most. */
    listByToken: async (tokenId: string): Promise<AuditEvent[]> =>
      (await look(tx, { tokenId }, { before: undefined, limit: 100 })).events,

    /** Newest first; with `before`, those that come after that event in this order. */
    list: (filter: AuditFilter, page: Page): Promise<Looked> => look(tx, filter, page),
  }
}

type Page = {
  readonly before: string | undefined
  readonly limit: number
  readonly mostLookedAt?: number | undefined
}

type Looked = {
  readonly events: AuditEvent[]
  /** What lies before this one was not looked at; absent where there is nothing before it, or `events` is full. */
  readonly through?: string
}

/** However many events there are, and whatever is looked for, one look reads no more than these. */
const MOST_LOOKED_AT = 20_000

/** Those with an index, the one that leads to the fewest first. */
const INDEXED = ['tokenId', 'accountId', 'clientId', 'organizationId', 'name'] as const
const TIMES = ['from', 'to'] as const

/** `$1`, `$2`, … in the order in which they are asked for. */
type Bind = (value: unknown) => string

const CONDITIONS: { [Field in keyof Required<AuditFilter>]: (bind: Bind, value: string | Date) => string } = {
  name: (bind, name) =>
    String(name).endsWith('.') ? `starts_with(e.name, ${bind(name)})` : `e.name = ${bind(name)}`,
  actor(bind, actor) {
    const given = bind(actor)
    return `(e.actor_id = ${given} or (e.actor_id is null and e.actor_kind = ${given})
             or (e.actor_kind = 'account' and e.actor_id in (select id::text from account where email = lower(${given}))))`
  },
  accountId: (bind, id) => `e.account_id = ${bind(id)}`,
  tokenId: (bind, id) => `e.token_id = ${bind(id)}`,
  clientId: (bind, id) => `e.client_id = ${bind(id)}`,
  organizationId: (bind, id) => `e.organization_id = ${bind(id)}`,
  from: (bind, moment) => `e.at >= ${bind(moment)}`,
  to: (bind, moment) => `e.at < ${bind(moment)}`,
  address: (bind, address) => `e.address = ${bind(address)}`,
}

async function look(
  tx: Executor,
  filter: AuditFilter,
  { before, limit, mostLookedAt = MOST_LOOKED_AT }: Page,
): Promise<Looked> {
  const values: unknown[] = []
  const bind: Bind = (value) => `$${values.push(value)}`
  const source = sourceOf(filter, before, mostLookedAt, bind)
  const fields = Object.keys(filter) as (keyof AuditFilter)[]
  const rows: Row[] = await tx.query(
    `${SELECT} from (${source('e.*')}) e ${JOINS} where ${conditionsOf(filter, fields, bind)}
      order by e.at desc, e.id desc limit ${limit}`,
    values,
  )
  const events = rows.map(toAuditEvent)
  const through = rows.length < limit ? await findEnd(tx, filter, before, mostLookedAt) : undefined
  return through === undefined ? { events } : { events, through }
}

/** SQL of the events that are looked at: by one index, the newest first. */
function sourceOf(filter: AuditFilter, before: string | undefined, most: number, bind: Bind) {
  const given = INDEXED.find((field) => filter[field] !== undefined && !filter[field]?.endsWith('.'))
  const times = TIMES.filter((field) => filter[field] !== undefined)
  const conditions = [conditionsOf(filter, given === undefined ? times : [given, ...times], bind)]
  // The cursor's time is read where it is kept: a Date would lose its microseconds, and with them some events.
  if (before !== undefined) {
    const id = bind(before)
    conditions.push(`(e.at, e.id) < ((select at from audit_event where id = ${id}), ${id}::uuid)`)
  }
  return (columns: string) =>
    `select ${columns} from audit_event e where ${conditions.join(' and ')} order by e.at desc, e.id desc limit ${most}`
}

const conditionsOf = (filter: AuditFilter, fields: readonly (keyof AuditFilter)[], bind: Bind): string =>
  fields.map((field) => CONDITIONS[field](bind, filter[field] ?? '')).join(' and ') || 'true'

/** The last of the events that are looked at, where there are so many. */
async function findEnd(tx: Executor, filter: AuditFilter, before: string | undefined, most: number) {
  const values: unknown[] = []
  const source = sourceOf(filter, before, most, (value) => `$${values.push(value)}`)
  const [row]: { id: string }[] = await tx.query(`${source('e.id')} offset ${most - 1}`, values)
  return row?.id
}

const SELECT = `
  select e.id, e.at, e.name, e.actor_kind, e.actor_id, e.address, e.data, coalesce(a.email, c.name) as label,
         e.account_id as "accountId", concerned.email as account, e.token_id as "tokenId", t.name as token,
         e.client_id as "clientId", client.name as client, e.organization_id as "organizationId",
         o.slug as organization, e.request_id as "requestId"`

const JOINS = `
    left join account a on a.id = case when e.actor_kind = 'account' then e.actor_id::uuid end
    left join oauth_client c on e.actor_kind = 'client' and c.id = e.actor_id
    left join account concerned on concerned.id = e.account_id
    left join personal_access_token t on t.id = e.token_id
    left join oauth_client client on client.id = e.client_id
    left join organization o on o.id = e.organization_id`

type Row = Omit<AuditEvent, 'by'> & {
  actor_kind: AuditEvent['by']['kind']
  actor_id: string | null
  label: string | null
}

const toAuditEvent = ({ actor_kind: kind, actor_id: id, label, ...event }: Row): AuditEvent => ({
  ...event,
  by: { kind, id, label: labelActor(kind, label) },
})
