import { addMilliseconds, DAY, HOUR, MINUTE } from '../lib/index.ts'
import type { TokenDeps } from './deps.ts'
import { readTokens } from './read-tokens.ts'
import { EXPIRING_DAYS, type Token } from './token.ts'
import { isLive } from './token-columns.ts'

const DAYS = 30
const MINUTES = 60
const MOST_SHOWN = 10
const YEAR = 365 * DAY

export type Overview = {
  readonly counts: {
    readonly active: number
    readonly expiringSoon: number
    readonly neverUsed: number
    readonly olderThanYear: number
  }
  /** Thirty days, oldest first; `day` is `2026-11-22`, in UTC. */
  readonly perDay: readonly { readonly day: string; readonly minted: number; readonly revoked: number }[]
  /** The last hour, a minute each, oldest first. Up to a minute behind. */
  readonly introspections: readonly {
    readonly minute: Date
    readonly active: number
    readonly refused: number
  }[]
  /** Of the last 24 hours, the most frequent first. */
  readonly refusals: readonly { readonly reason: string; readonly count: number }[]
  readonly expiringSoon: readonly Token[]
  readonly neverUsed: readonly Token[]
  readonly oldest: readonly Token[]
}

type Deps = Pick<TokenDeps, 'database' | 'clock' | 'policies'>

/** What an administrator sees first: how the instance is used, and what wants to be looked after. */
export async function readOverview(deps: Deps): Promise<Overview> {
  const now = deps.clock()
  const [counts, perDay, introspections, refusals] = await Promise.all([
    readCounts(deps, now),
    readDays(deps, now),
    readMinutes(deps, now),
    readRefusals(deps, now),
  ])
  const soon = addMilliseconds(now, EXPIRING_DAYS * DAY)
  const list = async (condition: string, value: Date | null, order: string) =>
    await readTokens(deps.database.manager, await deps.policies.inForce(), {
      where: `${isLive('$1')} and ${condition}`,
      values: [now, value],
      order,
      limit: MOST_SHOWN,
    })
  return {
    counts,
    perDay,
    introspections,
    refusals,
    expiringSoon: await list('t.expires_at <= $2', soon, 't.expires_at'),
    neverUsed: await list('t.last_used_at is null and $2::timestamptz is null', null, 't.id'),
    oldest: await list('t.created_at < $2', addMilliseconds(now, -YEAR), 't.id'),
  }
}

async function readCounts({ database }: Deps, now: Date): Promise<Overview['counts']> {
  const rows: Overview['counts'][] = await database.manager.query(
    `select count(*)::int as active,
            count(*) filter (where t.expires_at <= $2)::int as "expiringSoon",
            count(*) filter (where t.last_used_at is null)::int as "neverUsed",
            count(*) filter (where t.created_at < $3)::int as "olderThanYear"
       from personal_access_token t where ${isLive('$1')}`,
    [now, addMilliseconds(now, EXPIRING_DAYS * DAY), addMilliseconds(now, -YEAR)],
  )
  return rows[0] ?? { active: 0, expiringSoon: 0, neverUsed: 0, olderThanYear: 0 }
}

async function readDays({ database }: Deps, now: Date): Promise<Overview['perDay']> {
  return await database.manager.query(
    `select to_char(d.day, 'YYYY-MM-DD') as day,
            count(e.name) filter (where e.name = 'token.minted')::int as minted,
            count(e.name) filter (where e.name = 'token.revoked')::int as revoked
       from generate_series(($1::timestamptz at time zone 'UTC')::date - ${DAYS - 1},
                            ($1::timestamptz at time zone 'UTC')::date, interval '1 day') as d (day)
       left join audit_event e on e.name in ('token.minted', 'token.revoked')
                              and e.at >= d.day at time zone 'UTC'
                              and e.at < (d.day + interval '1 day') at time zone 'UTC'
      group by d.day order by d.day`,
    [now],
  )
}

async function readMinutes({ database }: Deps, now: Date): Promise<Overview['introspections']> {
  const end = Math.floor(now.getTime() / MINUTE) * MINUTE
  const minutes = Array.from(
    { length: MINUTES },
    (_, index) => new Date(end - (MINUTES - 1 - index) * MINUTE),
  )
  const rows: { minute: Date; active: number; refused: number }[] = await database.manager.query(
    `select minute, coalesce(sum(count) filter (where result = 'active'), 0)::int as active,
            coalesce(sum(count) filter (where result <> 'active'), 0)::int as refused
       from introspection_count where minute >= $1 group by minute`,
    [minutes[0]],
  )
  const known = new Map(rows.map((row) => [row.minute.getTime(), row]))
  return minutes.map((minute) => known.get(minute.getTime()) ?? { minute, active: 0, refused: 0 })
}

async function readRefusals({ database }: Deps, now: Date): Promise<Overview['refusals']> {
  return await database.manager.query(
    `select result as reason, sum(count)::int as count
       from introspection_count where result <> 'active' and minute >= $1
      group by result order by 2 desc, 1`,
    [addMilliseconds(now, -24 * HOUR)],
  )
}
