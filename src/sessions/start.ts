import type { Account } from '../accounts/index.ts'
import { type Actor, record } from '../audit/index.ts'
import { addMilliseconds, HOUR, newId, randomSecret, sha256 } from '../lib/index.ts'
import type { Session, SessionDeps } from './session.ts'
import { sessionStore } from './session-store.ts'

/** A session and the secret that its cookie holds; only the secret's hash is kept. */
export type StartedSession = { readonly session: Session; readonly secret: string }

/** Always a new session with a new secret: one that an attacker planted before sign-in is worth nothing (U5). */
export async function startSession(
  { database, clock, policy }: SessionDeps,
  by: Actor,
  account: Account,
  from: { address: string | undefined; userAgent: string | undefined },
): Promise<StartedSession> {
  const now = clock()
  const secret = randomSecret()
  const session: Session = {
    id: newId(),
    accountId: account.id,
    createdAt: now,
    lastSeenAt: now,
    passwordAt: now,
    expiresAt: addMilliseconds(now, policy.sessionMaxHours * HOUR),
    address: from.address ?? null,
    userAgent: from.userAgent?.slice(0, 300).toWellFormed() ?? null,
  }
  await database.transaction(async (tx) => {
    await sessionStore(tx).insert({ ...session, secretHash: sha256(secret) })
    await record(tx, now, {
      name: 'session.started',
      by: { ...by, kind: 'account', id: account.id },
      accountId: account.id,
    })
  })
  return { session, secret }
}
