import { EntitySchema } from 'typeorm'
import type { Account } from './account.ts'

export type AccountRow = Account & { passwordHash: string | null }

export const accountEntity = new EntitySchema<AccountRow>({
  name: 'account',
  columns: {
    id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'account_pkey' },
    email: { type: 'text' },
    name: { type: 'text' },
    role: { type: 'text' },
    passwordHash: { name: 'password_hash', type: 'text', nullable: true, select: false },
    passwordChangedAt: { name: 'password_changed_at', type: 'timestamptz' },
    createdAt: { name: 'created_at', type: 'timestamptz' },
    disabledAt: { name: 'disabled_at', type: 'timestamptz', nullable: true },
  },
  uniques: [{ name: 'account_email_key', columns: ['email'] }],
  checks: [
    { name: 'account_email_lower', expression: 'email = lower(email)' },
    { name: 'account_role_known', expression: "role in ('member', 'admin')" },
  ],
})

export const setupLinkEntity = new EntitySchema<{ secretHash: Buffer; expiresAt: Date }>({
  name: 'setup_link',
  columns: {
    secretHash: {
      name: 'secret_hash',
      type: 'bytea',
      primary: true,
      primaryKeyConstraintName: 'setup_link_pkey',
    },
    expiresAt: { name: 'expires_at', type: 'timestamptz' },
  },
})

/** rate-limiter-flexible's table; its own SQL reads and writes it. */
export const signInThrottleEntity = new EntitySchema<{ key: string; points: number; expire: string | null }>({
  name: 'sign_in_throttle',
  columns: {
    key: { type: 'text', primary: true, primaryKeyConstraintName: 'sign_in_throttle_pkey' },
    points: { type: 'integer', default: 0 },
    expire: { type: 'bigint', nullable: true },
  },
})
