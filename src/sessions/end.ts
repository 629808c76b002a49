import { type Actor, record } from '../audit/index.ts'
import type { SessionDeps } from './session.ts'
import { sessionStore } from './session-store.ts'

/** Ending one that has ended, or that belongs to somebody else, changes nothing and is not an error. */
export async function endSession(
  { database, clock }: SessionDeps,
  by: Actor,
  accountId: string,
  sessionId: string,
): Promise<void> {
  await database.transaction(async (tx) => {
    if ((await sessionStore(tx).delete(accountId, sessionId)) === 0) return
    await record(tx, clock(), { name: 'session.ended', by, accountId, data: { sessionId } })
  })
}

/** Signs the person out everywhere else. @returns how many sessions that ended */
export async function endOtherSessions(
  { database, clock }: SessionDeps,
  by: Actor,
  accountId: string,
  keep: string,
): Promise<number> {
  return await database.transaction(async (tx) => {
    const ended = await sessionStore(tx).deleteOthers(accountId, keep)
    if (ended > 0)
      await record(tx, clock(), { name: 'session.ended', by, accountId, data: { others: ended } })
    return ended
  })
}

/** Signs the account out everywhere, by somebody who may. @returns how many sessions that ended */
export async function endAllSessions(
  { database, clock }: SessionDeps,
  by: Actor,
  accountId: string,
): Promise<number> {
  return await database.transaction(async (tx) => {
    const ended = await sessionStore(tx).deleteAll(accountId)
    if (ended > 0) await record(tx, clock(), { name: 'session.ended', by, accountId, data: { all: ended } })
    return ended
  })
}
