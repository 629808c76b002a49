import type { Pool } from 'pg'
import { type Batches, createBatches } from '../database/index.ts'
import type { Counter } from './counter.ts'
import { WINDOW_SECONDS } from './window.ts'

/** What comes together is counted together: most of what counting costs is the way to the database and back. */
const TOGETHER = { size: 32, connections: 2, mostWaiting: 1_024, patienceMilliseconds: 2_000 }

/** Longer than a minute, so that a counter is not forgotten before its minute is over, also where a node's clock is behind. */
const KEPT_SECONDS = 2 * WINDOW_SECONDS

/**
 * The table is unlogged: no request waits for a disk because it was counted, and what is lost in a crash of the database
 * is the count of a minute.
 */
export function openPostgresCounter(pool: Pool): Counter {
  const counts: Batches<string, number> = createBatches(TOGETHER, (keys) => countAll(pool, keys))
  return {
    count: counts.ask,
    deleteExpired: async () => void (await pool.query(DELETE_EXPIRED)),
    close: async () => counts.close(),
  }
}

/** Of several with one key each has a count of its own, as if they had come one after the other. */
async function countAll(pool: Pool, keys: readonly string[]): Promise<number[]> {
  const { rows } = await pool.query<{ key: string; points: number }>({ ...COUNT, values: [keys] })
  const points = new Map(rows.map((row) => [row.key, row.points]))
  return keys
    .toReversed()
    .map((key) => {
      const count = points.get(key) ?? 0
      points.set(key, count - 1)
      return count
    })
    .reverse()
}

/** In the order of the keys: two that count the same ones at once do not wait for each other in a circle. */
const COUNT = {
  name: 'count-requests',
  text: `
    insert into rate_limit (key, points, expire)
    select key, count(*), extract(epoch from now()) * 1000 + ${KEPT_SECONDS * 1_000}
      from unnest($1::text[]) as asked (key) group by key order by key
    on conflict (key) do update set points = rate_limit.points + excluded.points
    returning key, points`,
}

const DELETE_EXPIRED = 'delete from rate_limit where expire < extract(epoch from now()) * 1000'
