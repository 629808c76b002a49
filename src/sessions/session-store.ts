import { LessThan, Not } from 'typeorm'
import type { Account } from '../accounts/index.ts'
import { ask, deleteDue, type Executor } from '../database/index.ts'
import { sha256 } from '../lib/index.ts'
import type { Guest, Session } from './session.ts'
import { type SessionRow, sessionEntity } from './session-entity.ts'

export function sessionStore(tx: Executor) {
  const sessions = tx.getRepository(sessionEntity)
  return {
    insert: async (row: SessionRow): Promise<void> => void (await sessions.insert(row)),

    /** With its account, as both are at the same moment. @param isInOrganization SQL over `a` */
    async findBySecret(secret: string, isInOrganization: string): Promise<Guest | undefined> {
      const text = findVisitor(isInOrganization)
      const [row] = await ask<VisitorRow>(tx, { name: 'find-visitor', text, values: [sha256(secret)] })
      return row === undefined ? undefined : toGuest(row)
    },

    find: async (id: string): Promise<Session | undefined> => (await sessions.findOneBy({ id })) ?? undefined,

    list: (accountId: string): Promise<Session[]> =>
      sessions.find({ where: { accountId }, order: { lastSeenAt: 'desc' } }),

    setSeen: async (id: string, lastSeenAt: Date): Promise<void> =>
      void (await sessions.update({ id, lastSeenAt: LessThan(lastSeenAt) }, { lastSeenAt })),

    /** False where it has ended meanwhile. */
    renew: async (id: string, secretHash: Buffer, at: Date): Promise<boolean> =>
      (await sessions.update({ id }, { secretHash, passwordAt: at, lastSeenAt: at })).affected === 1,

    /** How many it ended. */
    delete: async (accountId: string, id: string): Promise<number> =>
      (await sessions.delete({ accountId, id })).affected ?? 0,

    deleteOthers: async (accountId: string, keep: string): Promise<number> =>
      (await sessions.delete({ accountId, id: Not(keep) })).affected ?? 0,

    deleteAll: async (accountId: string): Promise<number> =>
      (await sessions.delete({ accountId })).affected ?? 0,

    deleteExpired: (at: Date): Promise<void> => deleteDue(tx, 'session', 'expires_at < $1', [at]),
  }
}

type VisitorRow = Session &
  Omit<Account, 'id' | 'createdAt'> & {
    readonly accountCreatedAt: Date
    readonly isInOrganization: boolean
  }

const findVisitor = (isInOrganization: string): string => `
    select s.id, s.account_id as "accountId", s.created_at as "createdAt", s.last_seen_at as "lastSeenAt",
           s.password_at as "passwordAt", s.expires_at as "expiresAt", s.address, s.user_agent as "userAgent",
           a.kind, a.organization_id as "organizationId", a.email, a.name, a.role, a.created_at as "accountCreatedAt",
           a.password_changed_at as "passwordChangedAt", a.disabled_at as "disabledAt",
           (${isInOrganization}) as "isInOrganization"
      from session s join account a on a.id = s.account_id
     where s.secret_hash = $1`

function toGuest(row: VisitorRow): Guest {
  const { id, accountId, createdAt, lastSeenAt, passwordAt, expiresAt, address, userAgent } = row
  const { kind, organizationId, email, name, role, accountCreatedAt, passwordChangedAt, disabledAt } = row
  return {
    session: { id, accountId, createdAt, lastSeenAt, passwordAt, expiresAt, address, userAgent },
    account: {
      id: accountId,
      kind,
      organizationId,
      email,
      name,
      role,
      createdAt: accountCreatedAt,
      passwordChangedAt,
      disabledAt,
    },
    isInOrganization: row.isInOrganization,
  }
}
