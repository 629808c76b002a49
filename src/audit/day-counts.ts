import type { Database } from '../database/index.ts'
import { addMilliseconds, type Clock, DAY, HOUR } from '../lib/index.ts'
import type { EventName } from './audit-event.ts'

type Deps = { readonly database: Database; readonly clock: Clock }

/** Events whose number a day is asked for. */
const COUNTED = ['token.minted', 'token.revoked'] as const satisfies EventName[]
type Counted = (typeof COUNTED)[number]

const DAYS = 30

/** In UTC. */
const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10)

const isOn = (day: string): string =>
  `e.name = n.name and e.at >= ${day} at time zone 'UTC' and e.at < (${day} + interval '1 day') at time zone 'UTC'`

const eventsOf = (day: string): string => `select count(*)::int from audit_event e where ${isOn(day)}`

/** A day that is over does not change any more: it is counted once, and its number kept. */
export async function keepDayCounts(deps: Deps): Promise<void> {
  for (const day of await findUncounted(deps))
    await deps.database.manager.query(
      `insert into audit_day_count (day, name, count)
       select c.* from (select $1::date, n.name, (${eventsOf('$1::timestamp')}) as count from unnest($2::text[]) as n (name)) c
        where c.count > 0
       on conflict do nothing`,
      [day, COUNTED],
    )
}

/** Days that are over, on which something happened that nobody has counted. The limit has each looked for by the index. */
async function findUncounted({ database, clock }: Deps): Promise<string[]> {
  // What was begun before midnight may be written a moment after it.
  const end = addMilliseconds(clock(), -HOUR)
  const days = Array.from({ length: DAYS - 1 }, (_, index) => dayOf(addMilliseconds(end, -(index + 1) * DAY)))
  const rows: { day: string }[] = await database.manager.query(
    `select distinct d.day
       from unnest($1::text[]) as d (day) cross join unnest($2::text[]) as n (name)
       cross join lateral (select from audit_event e where ${isOn('d.day::timestamp')} limit 1) e
      where not exists (select from audit_day_count k where k.day = d.day::date and k.name = n.name)`,
    [days, COUNTED],
  )
  return rows.map(({ day }) => day)
}

export type DayCount = { readonly day: string } & Readonly<Record<Counted, number>>

/** How often it happened on each of the last thirty days, the oldest first: `day` is `2026-11-22`, in UTC. */
export async function readDayCounts({ database, clock }: Deps): Promise<DayCount[]> {
  const now = clock()
  const days = Array.from({ length: DAYS }, (_, index) =>
    dayOf(addMilliseconds(now, (index - DAYS + 1) * DAY)),
  )
  const rows: { day: string; name: Counted; count: number }[] = await database.manager.query(
    `select d.day, n.name, coalesce(k.count, (${eventsOf('d.day::timestamp')})) as count
       from unnest($1::text[]) as d (day) cross join unnest($2::text[]) as n (name)
       left join audit_day_count k on k.day = d.day::date and k.name = n.name`,
    [days, COUNTED],
  )
  const counts = new Map(rows.map(({ day, name, count }) => [`${day} ${name}`, count]))
  const of = (day: string, name: Counted) => counts.get(`${day} ${name}`) ?? 0
  return days.map((day) => ({
    day,
    'token.minted': of(day, 'token.minted'),
    'token.revoked': of(day, 'token.revoked'),
  }))
}
