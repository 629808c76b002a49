import type { Accounts } from './accounts/index.ts'
import { keepDayCounts } from './audit/index.ts'
import type { Database } from './database/index.ts'
import { deleteOldAnswers } from './idempotency/index.ts'
import { type Clock, HOUR, type Log, MINUTE, repeat, SECOND } from './lib/index.ts'
import type { Oauth } from './oauth/index.ts'
import type { Counter } from './rate-limit/index.ts'
import type { Sessions } from './sessions/index.ts'
import type { Tokens } from './tokens/index.ts'
import type { Webhooks } from './webhooks/index.ts'

type Rooms = {
  readonly clock: Clock
  readonly log: Log
  readonly database: Database
  readonly accounts: Accounts
  readonly sessions: Sessions
  readonly oauth: Oauth
  readonly tokens: Tokens
  readonly webhooks: Webhooks
  readonly counter: Counter
}

/** Deletes what has expired and is worth nothing, now and from time to time. Two nodes at once do no harm. @returns how to end it */
export async function tidy({ database, clock, log, ...rooms }: Rooms): Promise<() => void> {
  const hourly = await tidyEvery(HOUR, log, [
    rooms.accounts.deleteExpired,
    rooms.sessions.deleteExpired,
    rooms.oauth.deleteExpired,
    rooms.tokens.deleteOldCounts,
    rooms.tokens.tidyChanges,
    () => deleteOldAnswers({ database, clock }),
    rooms.webhooks.deleteOldDeliveries,
    () => keepDayCounts({ database, clock }),
  ])
  const often = await tidyEvery(5 * MINUTE, log, [rooms.counter.deleteExpired])
  return () => {
    clearInterval(hourly)
    clearInterval(often)
  }
}

async function tidyEvery(
  milliseconds: number,
  log: Log,
  work: (() => Promise<unknown>)[],
): Promise<NodeJS.Timeout> {
  const complain = (error: unknown) =>
    log.warn({ error }, 'expired rows could not be deleted; trying again later')
  // One after the other: all of them at once would open as many connections at each start.
  const tidyAll = async () => {
    for (const deleteExpired of work) await deleteExpired().catch(complain)
  }
  await tidyAll()
  return setInterval(() => void tidyAll(), milliseconds).unref()
}

/** With many tokens a round is short, and the next one follows soon. */
const TELL_ENDS = { everyMilliseconds: 5 * MINUTE, soonMilliseconds: 5 * SECOND }
const DELETE_OLD = { everyMilliseconds: MINUTE, soonMilliseconds: MINUTE }

/** What goes through all tokens, some at a time. @returns how to end it, which waits for what is under way */
export function goRound({ log, tokens }: Pick<Rooms, 'log' | 'tokens'>): () => Promise<void> {
  const complain = (problem: string) => (error: unknown) =>
    log.warn({ error }, `${problem}; trying again later`)
  const deleteOld = async () => {
    await tokens.deleteOld()
    return { hasMore: false }
  }
  const ends = [
    repeat(TELL_ENDS, tokens.tellEnds, complain('nobody was told of tokens that end')),
    repeat(DELETE_OLD, deleteOld, complain('what ended long ago could not be deleted')),
  ]
  return async () => {
    for (const end of ends) await end()
  }
}
