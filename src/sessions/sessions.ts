import type { Account, Accounts } from '../accounts/index.ts'
import type { Actor } from '../audit/index.ts'
import { isId } from '../lib/index.ts'
import { confirmPassword } from './confirm-password.ts'
import { endAllSessions, endOtherSessions, endSession } from './end.ts'
import { checkSession, listSessions, resumeSession } from './resume.ts'
import { isPasswordRecent, type Session, type SessionDeps } from './session.ts'
import { sessionStore } from './session-store.ts'
import { startSession } from './start.ts'

/** The room's verbs with their dependencies filled in. */
export function createSessions(deps: SessionDeps & { readonly accounts: Accounts }) {
  const store = sessionStore(deps.database.manager)
  return {
    start: (
      by: Actor,
      account: Account,
      from: { address: string | undefined; userAgent: string | undefined },
    ) => startSession(deps, by, account, from),
    resume: (secret: string) => resumeSession(deps, secret),
    /** As `resume`, by id: what a subordinate session of the engine asks of the one that it hangs on. */
    async check(sessionId: string) {
      const session = isId(sessionId) ? await store.find(sessionId) : undefined
      return session === undefined ? undefined : await checkSession(deps, session)
    },
    confirmPassword: (by: Actor, sessionId: string) => confirmPassword(deps, by, sessionId),
    isPasswordRecent: (session: Session) => isPasswordRecent(session, deps.policy, deps.clock()),
    list: (accountId: string) => listSessions(deps, accountId),
    end: async (by: Actor, accountId: string, sessionId: string) =>
      isId(sessionId) ? await endSession(deps, by, accountId, sessionId) : undefined,
    endOthers: (by: Actor, accountId: string, keep: string) => endOtherSessions(deps, by, accountId, keep),
    endAllOf: async (by: Actor, accountId: string) =>
      isId(accountId) ? await endAllSessions(deps, by, accountId) : 0,
    deleteExpired: () => store.deleteExpired(deps.clock()),
  }
}

export type Sessions = ReturnType<typeof createSessions>
