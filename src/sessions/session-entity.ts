import { EntitySchema } from 'typeorm'
import type { Session } from './session.ts'

export type SessionRow = Session & { secretHash: Buffer }

export const sessionEntity = new EntitySchema<SessionRow>({
  name: 'session',
  columns: {
    id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'session_pkey' },
    secretHash: { name: 'secret_hash', type: 'bytea', select: false },
    accountId: { name: 'account_id', type: 'uuid' },
    createdAt: { name: 'created_at', type: 'timestamptz' },
    lastSeenAt: { name: 'last_seen_at', type: 'timestamptz' },
    passwordAt: { name: 'password_at', type: 'timestamptz' },
    expiresAt: { name: 'expires_at', type: 'timestamptz' },
    address: { type: 'text', nullable: true },
    userAgent: { name: 'user_agent', type: 'text', nullable: true },
  },
  uniques: [{ name: 'session_secret_hash_key', columns: ['secretHash'] }],
  indices: [
    { name: 'session_account_idx', columns: ['accountId'] },
    { name: 'session_expires_idx', columns: ['expiresAt'] },
  ],
  foreignKeys: [
    {
      name: 'session_account_fkey',
      target: 'account',
      columnNames: ['accountId'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
  ],
})
