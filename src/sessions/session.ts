import type { Account } from '../accounts/index.ts'
import type { Database } from '../database/index.ts'
import { addMilliseconds, type Clock, HOUR, MINUTE } from '../lib/index.ts'

/** One signed-in browser. */
export type Session = {
  readonly id: string
  readonly accountId: string
  readonly createdAt: Date
  readonly lastSeenAt: Date
  /** When the password was last entered in it. */
  readonly passwordAt: Date
  /** However active, it ends here. */
  readonly expiresAt: Date
  readonly address: string | null
  readonly userAgent: string | null
}

/** Who asks, and in which session. */
export type Visitor = { readonly session: Session; readonly account: Account }

/** As a page is asked for: with what its frame depends on. */
export type Guest = Visitor & { readonly isInOrganization: boolean }

export type SessionPolicy = {
  readonly sessionIdleHours: number
  readonly sessionMaxHours: number
  readonly reauthenticationMinutes: number
}

export type SessionDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly policy: SessionPolicy
  /** SQL, over an account `a`: whether it is of any organization. What memberships are, another room knows. */
  readonly isInOrganization: string
}

/** Neither past its absolute end nor left alone for too long. */
export function isSessionAlive(session: Session, policy: SessionPolicy, now: Date): boolean {
  return now < session.expiresAt && now < addMilliseconds(session.lastSeenAt, policy.sessionIdleHours * HOUR)
}

/** Minting, rotating and the like ask for the password again where this is false. */
export function isPasswordRecent(session: Session, policy: SessionPolicy, now: Date): boolean {
  return now < addMilliseconds(session.passwordAt, policy.reauthenticationMinutes * MINUTE)
}
