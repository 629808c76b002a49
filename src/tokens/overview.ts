import { readDayCounts } from '../audit/index.ts'
import { addMilliseconds, DAY, HOUR, MINUTE } from '../lib/index.ts'
import type { TokenDeps } from './deps.ts'
import { countForOverview, type OverviewCounts } from './overview-counts.ts'
import { readTokens } from './read-tokens.ts'
import { EXPIRING_DAYS, type Token } from './token.ts'
import { isLive, LAST_DAY } from './token-columns.ts'

const MINUTES = 60
const MOST_SHOWN = 10
const YEAR = 365 * DAY

export type Overview = {
  readonly counts: OverviewCounts
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
  const [counts, perDay, introspections, refusals, lists] = await Promise.all([
    countForOverview(deps.database.manager, now),
    readDays(deps),
    readMinutes(deps, now),
    readRefusals(deps, now),
    readLists(deps, now),
  ])
  return { counts, perDay, introspections, refusals, ...lists }
}

type Lists = Pick<Overview, 'expiringSoon' | 'neverUsed' | 'oldest'>

async function readLists({ database, policies }: Deps, now: Date): Promise<Lists> {
  const book = await policies.inForce()
  const read = async (condition: string, value: Date | null, order: string) =>
    await readTokens(database.manager, book, {
      where: `${isLive('$1')} and ${UNTOLD} and ${condition}`,
      values: [now, value],
      order,
      limit: MOST_SHOWN,
    })
  const ofLasting = (condition: string) =>
    `t.id = any(array(select t.id from (${LASTING}) t where ${isLive('$1')} and ${condition} order by t.id limit ${MOST_SHOWN}))`
  return {
    expiringSoon: await read(
      `${LAST_DAY} > $1 and ${LAST_DAY} <= $2`,
      addMilliseconds(now, EXPIRING_DAYS * DAY),
      LAST_DAY,
    ),
    neverUsed: await read(ofLasting('t.last_used_at is null and $2::timestamptz is null'), null, 't.id'),
    oldest: await read(ofLasting('t.created_at < $2'), addMilliseconds(now, -YEAR), 't.id'),
  }
}

/** Those that live are all in an index; one that a policy ended, and that this was told of, is not. */
const UNTOLD = 't.expired_told_at is null'

/** Where more live than are looked at for a list: those that last the longest, and of those that never end the oldest. */
const LASTING = `
  select * from personal_access_token t where t.revoked_at is null and ${UNTOLD}
   order by ${LAST_DAY} desc, t.id limit 5000`

async function readDays(deps: Deps): Promise<Overview['perDay']> {
  const days = await readDayCounts(deps)
  return days.map(({ day, ...counts }) => ({
    day,
    minted: counts['token.minted'],
    revoked: counts['token.revoked'],
  }))
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
