import { LessThan, Not } from 'typeorm'
import { deleteDue, type Executor, findRow } from '../database/index.ts'
import { sha256 } from '../lib/index.ts'
import type { Session } from './session.ts'
import { type SessionRow, sessionEntity } from './session-entity.ts'

export function sessionStore(tx: Executor) {
  const sessions = tx.getRepository(sessionEntity)
  return {
    insert: async (row: SessionRow): Promise<void> => void (await sessions.insert(row)),

    findBySecret: (secret: string): Promise<Session | undefined> =>
      findRow(tx, sessionEntity, 'secretHash', sha256(secret)),

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
