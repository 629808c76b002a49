import { type Database, deleteDue } from '../database/index.ts'
import { addMilliseconds, type Clock, DAY, MINUTE } from '../lib/index.ts'
import type { Refusal } from '../metrics/index.ts'

/** How an introspection ended: `active`, or the reason why not. A short list: it becomes rows and, in charts, lines. */
export type IntrospectionResult = 'active' | Refusal

const KEPT = 7 * DAY
/** Past this many minutes between two flushes something is wrong, and they are not counted. */
const MOST_PENDING = 10_000

/** Counts in memory, a number for each minute and result; flushed in one statement with the use of tokens. */
export function createIntrospectionCounts({ database, clock }: { database: Database; clock: Clock }) {
  /** By minutes since 1970. */
  let pending = new Map<number, Map<IntrospectionResult, number>>()
  const add = (minute: number, result: IntrospectionResult, count: number) => {
    const known = pending.get(minute)
    if (known !== undefined) known.set(result, (known.get(result) ?? 0) + count)
    else if (pending.size < MOST_PENDING) pending.set(minute, new Map([[result, count]]))
  }
  return {
    count: (result: IntrospectionResult) => add(Math.floor(clock().getTime() / MINUTE), result, 1),

    async flush(): Promise<void> {
      if (pending.size === 0) return
      const batch = [...pending].flatMap(([minute, results]) =>
        [...results].map(([result, count]) => ({ minute, result, count })),
      )
      pending = new Map()
      try {
        await database.manager.query(ADD, [
          batch.map(({ minute }) => new Date(minute * MINUTE)),
          batch.map(({ result }) => result),
          batch.map(({ count }) => count),
        ])
      } catch (error) {
        for (const { minute, result, count } of batch) add(minute, result, count)
        throw error
      }
    },

    /** The charts look back a day. */
    deleteOld: (): Promise<void> =>
      deleteDue(database.manager, 'introspection_count', 'minute < $1', [addMilliseconds(clock(), -KEPT)]),
  }
}

/** In the order of the key, so that two nodes that flush at once never wait for each other in a circle. */
const ADD = `
  insert into introspection_count (minute, result, count)
  select * from unnest($1::timestamptz[], $2::text[], $3::int[]) as c (minute, result, count) order by 1, 2
  on conflict (minute, result) do update set count = introspection_count.count + excluded.count`
