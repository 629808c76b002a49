import type { Account, Accounts } from '../accounts/index.ts'
import { MINUTE } from '../lib/index.ts'
import { type Guest, isSessionAlive, type Session, type SessionDeps, type Visitor } from './session.ts'
import { sessionStore } from './session-store.ts'

/**
 * Who comes with this cookie; `undefined` where the session has ended, was idle for too long, belongs to a disabled
 * account, or entered its password before that was changed.
 */
export async function resumeSession(deps: SessionDeps, secret: string): Promise<Guest | undefined> {
  const { database, policy, clock, isInOrganization } = deps
  const visitor = await sessionStore(database.manager).findBySecret(secret, isInOrganization)
  if (visitor === undefined || !isSessionAlive(visitor.session, policy, clock())) return undefined
  if (!isOpen(visitor.session, visitor.account)) return undefined
  await markSeen(deps, visitor.session)
  return visitor
}

/** Once a minute is enough to know whether somebody is there, and spares a write on every page. */
async function markSeen({ database, clock }: SessionDeps, session: Session): Promise<void> {
  const now = clock()
  if (now.getTime() - session.lastSeenAt.getTime() < MINUTE) return
  await sessionStore(database.manager).setSeen(session.id, now)
}

/** The same for a session that is known already, without counting as a visit. */
export async function checkSession(
  deps: SessionDeps & { readonly accounts: Accounts },
  session: Session,
): Promise<Visitor | undefined> {
  if (!isSessionAlive(session, deps.policy, deps.clock())) return undefined
  const account = await deps.accounts.find(session.accountId)
  return account !== undefined && isOpen(session, account) ? { session, account } : undefined
}

/** The account's sessions that live, the most recent first: none while it is disabled. */
export async function listSessions(
  deps: SessionDeps & { readonly accounts: Accounts },
  accountId: string,
): Promise<Session[]> {
  const account = await deps.accounts.find(accountId)
  if (account === undefined) return []
  const sessions = await sessionStore(deps.database.manager).list(accountId)
  const now = deps.clock()
  return sessions.filter((session) => isSessionAlive(session, deps.policy, now) && isOpen(session, account))
}

const isOpen = (session: Session, account: Account): boolean =>
  account.disabledAt === null && session.passwordAt >= account.passwordChangedAt
