import { type Executor, estimateRows } from '../database/index.ts'
import { addMilliseconds, DAY } from '../lib/index.ts'
import { EXPIRING_DAYS } from './token.ts'
import { isLive } from './token-columns.ts'

export type OverviewCounts = {
  readonly active: number
  readonly expiringSoon: number
  readonly neverUsed: number
  readonly olderThanYear: number
  /** Where there are too many tokens to count each time: what PostgreSQL expects, by its statistics. */
  readonly estimated: boolean
}

/** About 25,000 tokens. */
const MOST_COUNTED_BYTES = 8 * 1024 * 1024

/** Counted where that takes a moment, and estimated where it would take long. */
export async function countForOverview(tx: Executor, now: Date): Promise<OverviewCounts> {
  const [size]: { bytes: string }[] = await tx.query(
    `select pg_relation_size('personal_access_token') as bytes`,
  )
  return Number(size?.bytes) > MOST_COUNTED_BYTES ? await estimate(tx, now) : await count(tx, now)
}

const soon = (now: Date): Date => addMilliseconds(now, EXPIRING_DAYS * DAY)
const yearAgo = (now: Date): Date => addMilliseconds(now, -365 * DAY)

async function count(tx: Executor, now: Date): Promise<OverviewCounts> {
  const [counts]: Omit<OverviewCounts, 'estimated'>[] = await tx.query(
    `select count(*)::int as active,
            count(*) filter (where t.expires_at <= $2)::int as "expiringSoon",
            count(*) filter (where t.last_used_at is null)::int as "neverUsed",
            count(*) filter (where t.created_at < $3)::int as "olderThanYear"
       from personal_access_token t where ${isLive('$1')}`,
    [now, soon(now), yearAgo(now)],
  )
  return { active: 0, expiringSoon: 0, neverUsed: 0, olderThanYear: 0, ...counts, estimated: false }
}

async function estimate(tx: Executor, now: Date): Promise<OverviewCounts> {
  const expect = async (condition: string, value?: Date) =>
    round(
      await estimateRows(
        tx,
        `select from personal_access_token t where ${isLive('$1')} and ${condition}`,
        value === undefined ? [now] : [now, value],
      ),
    )
  return {
    active: await expect('true'),
    expiringSoon: await expect('t.expires_at <= $2', soon(now)),
    neverUsed: await expect('t.last_used_at is null'),
    olderThanYear: await expect('t.created_at < $2', yearAgo(now)),
    estimated: true,
  }
}

/** More than two figures of an estimate would pretend to know. */
const round = (rows: number): number => Number(rows.toPrecision(2))
