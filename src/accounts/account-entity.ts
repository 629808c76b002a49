import { EntitySchema } from 'typeorm'
import type { Account } from './account.ts'

export type AccountRow = Account & { passwordHash: string | null }

export const accountEntity = new EntitySchema<AccountRow>({
  name: 'account',
  columns: {
    id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'account_pkey' },
    kind: { type: 'text' },
    organizationId: { name: 'organization_id', type: 'uuid', nullable: true },
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
    { name: 'account_kind_known', expression: "kind in ('person', 'service')" },
    {
      name: 'account_service_of_organization',
      expression: "(kind = 'service') = (organization_id is not null)",
    },
    {
      name: 'account_service_signs_in_nowhere',
      expression: "kind = 'person' or (password_hash is null and role = 'member')",
    },
  ],
  indices: [
    {
      name: 'account_organization_idx',
      columns: ['organizationId', 'email'],
      where: 'organization_id is not null',
    },
    { name: 'account_admin_idx', columns: ['id'], where: "role = 'admin'" },
    // TypeORM has no words for their operators and expressions: only the migration makes them.
    { name: 'account_email_idx', columns: ['email'], synchronize: false },
    { name: 'account_name_idx', columns: ['name'], synchronize: false },
    { name: 'account_last_name_idx', columns: ['name'], synchronize: false },
  ],
  foreignKeys: [
    {
      name: 'account_organization_fkey',
      target: 'organization',
      columnNames: ['organizationId'],
      referencedColumnNames: ['id'],
    },
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

export type PasswordLinkRow = { secretHash: Buffer; accountId: string; createdAt: Date; expiresAt: Date }

export const passwordLinkEntity = new EntitySchema<PasswordLinkRow>({
  name: 'password_link',
  columns: {
    secretHash: {
      name: 'secret_hash',
      type: 'bytea',
      primary: true,
      primaryKeyConstraintName: 'password_link_pkey',
    },
    accountId: { name: 'account_id', type: 'uuid' },
    createdAt: { name: 'created_at', type: 'timestamptz' },
    expiresAt: { name: 'expires_at', type: 'timestamptz' },
  },
  indices: [{ name: 'password_link_account_idx', columns: ['accountId'] }],
  foreignKeys: [
    {
      name: 'password_link_account_fkey',
      target: 'account',
      columnNames: ['accountId'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
  ],
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
