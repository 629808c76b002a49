import { ask, type Database, type Executor } from '../database/index.ts'
import { addMilliseconds, type Clock, DAY, type Log, memoize, SECOND } from '../lib/index.ts'
import { collectUses, type Use, type Uses } from './collect-uses.ts'
import { createRounds, type Pause, type Rhythm } from './rounds.ts'

/**
 * A use is written a minute after it at the latest, so both together are less than one; and a token's row twice a minute at the most,
 * so between the end of one round and the beginning of the next but one there is more than that.
 */
const RHYTHM: Rhythm = { everyMilliseconds: 40 * SECOND, withinMilliseconds: 18 * SECOND }
/** Different ones, between two rounds. */
const MOST_PENDING = 100_000

/** In one transaction: so long do others who want one of these tokens' rows wait at the most. */
const MOST_WRITTEN = 250

export type UsageCollector = {
  /** In memory; the hot path never waits for it. */
  touch(use: Use): void
  /** Writes all that was collected, at once and in any case. What could not be written is kept for the next time. */
  flush(): Promise<void>
  /** The last flush. */
  close(): Promise<void>
}

/** Now and again writes what was collected: some hundred in two statements, with pauses in which the database is there for others. */
export function createUsageCollector(
  deps: { database: Database; clock: Clock; log: Log },
  /** What else is written in the same rhythm. */
  beside: { flush(): Promise<void> },
  rhythm = RHYTHM,
): UsageCollector {
  const { database, clock, log } = deps
  const pending = collectUses(MOST_PENDING)
  const writeAll = async (pause: Pause) => {
    await beside.flush()
    await writeSlices(database, pending, pause)
  }
  const rounds = createRounds(rhythm, writeAll, (error) =>
    log.warn({ error }, 'the use of tokens could not be written; trying again'),
  )
  return {
    touch: (use) => pending.add(use, clock().getTime()),
    flush: rounds.now,
    async close() {
      rounds.end()
      await rounds
        .now()
        .catch((error: unknown) => log.error({ error }, 'the last minute of use could not be written'))
    },
  }
}

async function writeSlices(
  database: Database,
  pending: ReturnType<typeof collectUses>,
  pause: Pause,
): Promise<void> {
  const batch = pending.takeAll()
  for (let at = 0; at < batch.length; at += MOST_WRITTEN) {
    const begunAt = performance.now()
    try {
      await database.transaction((tx) => write(tx, batch.slice(at, at + MOST_WRITTEN)))
    } catch (error) {
      batch.slice(at).forEach(pending.giveBack)
      throw error
    }
    const left = Math.ceil((batch.length - at) / MOST_WRITTEN) - 1
    if (left > 0) await pause(performance.now() - begunAt, left)
  }
}

async function write(tx: Executor, batch: readonly Uses[]): Promise<void> {
  const columns = [
    batch.map(({ tokenId }) => tokenId),
    batch.map(({ day }) => toDay(day)),
    batch.map(({ clientId }) => clientId),
    batch.map(({ address }) => address),
    batch.map(({ count }) => count),
    batch.map(({ lastAt }) => new Date(lastAt)),
  ]
  await ask(tx, { name: 'write-usage', text: INSERT_USAGE, values: columns })
  const latest = [columns[0], columns[2], columns[3], columns[5]]
  await ask(tx, { name: 'write-last-used', text: UPDATE_LAST_USED, values: latest })
}

/** `2026-11-22`, in UTC, for the days since 1970: all of a flush have nearly always the same. */
const toDay = memoize(10, (day: number) => new Date(day * DAY).toISOString().slice(0, 10))

/** In the order of the key, so that two nodes that flush at once never wait for each other in a circle. */
const INSERT_USAGE = `
  insert into token_usage (token_id, day, client_id, address, count, last_at)
  select u.token_id, u.day, u.client_id, u.address, u.count, u.last_at
    from unnest($1::uuid[], $2::date[], $3::text[], $4::text[], $5::int[], $6::timestamptz[])
         as u (token_id, day, client_id, address, count, last_at)
   order by 1, 2, 3, 4
  on conflict (token_id, day, client_id, address)
  do update set count = token_usage.count + excluded.count, last_at = greatest(token_usage.last_at, excluded.last_at)`

/** Locked no more than a change locks them: another node's uses of these tokens refer to their rows, and would else be waited for in a circle. */
const UPDATE_LAST_USED = `
  with latest as (
    select distinct on (u.token_id) u.*
      from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) as u (token_id, client_id, address, last_at)
     order by u.token_id, u.last_at desc),
  behind as (
    select t.id, latest.last_at, latest.client_id, latest.address
      from latest join personal_access_token t on t.id = latest.token_id
     where t.last_used_at is null or t.last_used_at < latest.last_at
     order by t.id for no key update of t)
  update personal_access_token t
     set last_used_at = behind.last_at, last_used_by = behind.client_id, last_used_address = behind.address
    from behind where t.id = behind.id`

/** A token's last 30 days, for the chart, and where it was used from. */
export type Usage = {
  /** Oldest first; every day is there, also those without use. `day` is `2026-11-22`, in UTC. */
  readonly days: { readonly day: string; readonly count: number }[]
  readonly from: {
    readonly clientId: string
    readonly clientName: string | null
    readonly address: string
    readonly count: number
    readonly lastAt: Date
  }[]
}

const DAYS = 30

export async function readUsage(
  { database, clock }: { database: Database; clock: Clock },
  tokenId: string,
): Promise<Usage> {
  const days = Array.from({ length: DAYS }, (_, index) =>
    addMilliseconds(clock(), (index - DAYS + 1) * DAY)
      .toISOString()
      .slice(0, 10),
  )
  const counts: { day: string; count: number }[] = await database.manager.query(
    `select to_char(day, 'YYYY-MM-DD') as day, sum(count)::int as count
       from token_usage where token_id = $1 and day >= $2::date group by day`,
    [tokenId, days[0]],
  )
  const from: Usage['from'] = await database.manager.query(
    `select u.client_id as "clientId", c.name as "clientName", u.address, sum(u.count)::int as count,
            max(u.last_at) as "lastAt"
       from token_usage u left join oauth_client c on c.id = u.client_id
      where u.token_id = $1 and u.day >= $2::date
      group by u.client_id, c.name, u.address
      order by max(u.last_at) desc
      limit 20`,
    [tokenId, days[0]],
  )
  const byDay = new Map(counts.map(({ day, count }) => [day, count]))
  return { days: days.map((day) => ({ day, count: byDay.get(day) ?? 0 })), from }
}
