import { type Actor, record } from '../audit/index.ts'
import { ProductError, randomSecret, sha256 } from '../lib/index.ts'
import type { SessionDeps } from './session.ts'
import { sessionStore } from './session-store.ts'
import type { StartedSession } from './start.ts'

class SessionEnded extends ProductError {
  readonly code = 'session_ended'
  readonly kind = 'unauthenticated'
  constructor() {
    super('You have been signed out. Sign in again.')
  }
}

/**
 * The password was entered again, by whatever checked it. The session gets a new secret, and the old one is dead.
 * @throws {SessionEnded} where it was ended meanwhile
 */
export async function confirmPassword(
  { database, clock }: SessionDeps,
  by: Actor,
  sessionId: string,
): Promise<StartedSession> {
  const secret = randomSecret()
  return await database.transaction(async (tx) => {
    const now = clock()
    const store = sessionStore(tx)
    if (!(await store.renew(sessionId, sha256(secret), now))) throw new SessionEnded()
    const session = await store.find(sessionId)
    if (session === undefined) throw new SessionEnded()
    await record(tx, now, { name: 'session.password_confirmed', by, accountId: session.accountId })
    return { session, secret }
  })
}
