import { EntitySchema } from 'typeorm'
import type { TokenKind } from '../policy/index.ts'

/** A row as it is written. Reads come through `token-store.ts`, with the names of who revoked and who asked. */
export type TokenRow = {
  id: string
  secretHash: Buffer
  hint: string
  name: string
  description: string
  kind: TokenKind
  organizationId: string | null
  workspaceId: string | null
  accountId: string
  /** An actor as one word: `account:0199…`, `operator`. */
  madeBy: string
  adoptedAt: Date | null
  scopes: string[]
  networks: string[]
  resourceServers: string[] | null
  createdAt: Date
  expiresAt: Date | null
  formKeyHash: Buffer | null
  secretShownAt: Date | null
  lastUsedAt: Date | null
  lastUsedAddress: string | null
  lastUsedBy: string | null
  firstUsedAt: Date | null
  revokedAt: Date | null
  revokedBy: string | null
  revokeReason: string | null
  rotatedFrom: string | null
  retiresAt: Date | null
  retiresOnFirstUse: boolean
  retired: boolean
  rateLimit: number | null
  /** When its end was told beforehand, and when it was told that it had come: see `tell-ends.ts`. */
  expiringToldAt: Date | null
  expiredToldAt: Date | null
}

export const tokenEntity = new EntitySchema<TokenRow>({
  name: 'personal_access_token',
  columns: {
    id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'personal_access_token_pkey' },
    secretHash: { name: 'secret_hash', type: 'bytea', select: false },
    hint: { type: 'text' },
    name: { type: 'text' },
    description: { type: 'text' },
    kind: { type: 'text' },
    accountId: { name: 'account_id', type: 'uuid' },
    organizationId: { name: 'organization_id', type: 'uuid', nullable: true },
    workspaceId: { name: 'workspace_id', type: 'uuid', nullable: true },
    madeBy: { name: 'made_by', type: 'text' },
    adoptedAt: { name: 'adopted_at', type: 'timestamptz', nullable: true },
    scopes: { type: 'text', array: true },
    networks: { type: 'text', array: true },
    resourceServers: { name: 'resource_servers', type: 'text', array: true, nullable: true },
    createdAt: { name: 'created_at', type: 'timestamptz' },
    expiresAt: { name: 'expires_at', type: 'timestamptz', nullable: true },
    formKeyHash: { name: 'form_key_hash', type: 'bytea', nullable: true, select: false },
    secretShownAt: { name: 'secret_shown_at', type: 'timestamptz', nullable: true },
    lastUsedAt: { name: 'last_used_at', type: 'timestamptz', nullable: true },
    lastUsedAddress: { name: 'last_used_address', type: 'text', nullable: true },
    lastUsedBy: { name: 'last_used_by', type: 'text', nullable: true },
    firstUsedAt: { name: 'first_used_at', type: 'timestamptz', nullable: true },
    revokedAt: { name: 'revoked_at', type: 'timestamptz', nullable: true },
    revokedBy: { name: 'revoked_by', type: 'text', nullable: true },
    revokeReason: { name: 'revoke_reason', type: 'text', nullable: true },
    rotatedFrom: { name: 'rotated_from', type: 'uuid', nullable: true },
    retiresAt: { name: 'retires_at', type: 'timestamptz', nullable: true },
    retiresOnFirstUse: { name: 'retires_on_first_use', type: 'boolean' },
    retired: { type: 'boolean', default: false },
    rateLimit: { name: 'rate_limit', type: 'integer', nullable: true },
    expiringToldAt: { name: 'expiring_told_at', type: 'timestamptz', nullable: true },
    expiredToldAt: { name: 'expired_told_at', type: 'timestamptz', nullable: true },
  },
  uniques: [{ name: 'personal_access_token_secret_hash_key', columns: ['secretHash'] }],
  checks: [
    {
      name: 'personal_access_token_kind_known',
      expression: "kind in ('personal', 'workspace', 'organization')",
    },
    {
      name: 'personal_access_token_place_of_kind',
      expression: `(kind = 'organization') = (organization_id is not null and workspace_id is null)
        and (kind = 'workspace') = (organization_id is not null and workspace_id is not null)`,
    },
  ],
  indices: [
    {
      name: 'personal_access_token_form_key_hash_key',
      columns: ['formKeyHash'],
      unique: true,
      where: 'form_key_hash is not null',
    },
    {
      name: 'personal_access_token_rotated_from_key',
      columns: ['rotatedFrom'],
      unique: true,
      where: 'rotated_from is not null',
    },
    { name: 'personal_access_token_account_idx', columns: ['accountId', 'id'] },
    {
      name: 'personal_access_token_unrevoked_idx',
      columns: ['accountId', 'expiresAt'],
      where: 'revoked_at is null',
    },
    {
      name: 'personal_access_token_organization_idx',
      columns: ['organizationId', 'id'],
      where: 'organization_id is not null',
    },
    {
      name: 'personal_access_token_workspace_idx',
      columns: ['workspaceId', 'id'],
      where: 'workspace_id is not null',
    },
    { name: 'personal_access_token_hint_idx', columns: ['hint', 'id'] },
    {
      name: 'personal_access_token_expiring_untold_idx',
      columns: ['expiresAt'],
      where: 'expiring_told_at is null and revoked_at is null',
    },
    // TypeORM has no words for their columns' order, operators or expressions: only the migration makes them.
    { name: 'personal_access_token_expired_untold_idx', columns: ['expiresAt', 'id'], synchronize: false },
    { name: 'personal_access_token_name_idx', columns: ['name'], synchronize: false },
    { name: 'personal_access_token_scopes_idx', columns: ['scopes'], synchronize: false },
    { name: 'personal_access_token_resource_servers_idx', columns: ['resourceServers'], synchronize: false },
  ],
  foreignKeys: [
    {
      name: 'personal_access_token_account_fkey',
      target: 'account',
      columnNames: ['accountId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'personal_access_token_organization_fkey',
      target: 'organization',
      columnNames: ['organizationId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'personal_access_token_workspace_fkey',
      target: 'workspace',
      columnNames: ['workspaceId', 'organizationId'],
      referencedColumnNames: ['id', 'organizationId'],
    },
    {
      name: 'personal_access_token_rotated_from_fkey',
      target: 'personal_access_token',
      columnNames: ['rotatedFrom'],
      referencedColumnNames: ['id'],
    },
  ],
})

type UsageRow = {
  tokenId: string
  day: string
  clientId: string
  address: string
  count: number
  lastAt: Date
}

const USAGE_KEY = { primary: true, primaryKeyConstraintName: 'token_usage_pkey' } as const

export const tokenUsageEntity = new EntitySchema<UsageRow>({
  name: 'token_usage',
  columns: {
    tokenId: { name: 'token_id', type: 'uuid', ...USAGE_KEY },
    day: { type: 'date', ...USAGE_KEY },
    clientId: { name: 'client_id', type: 'text', ...USAGE_KEY },
    address: { type: 'text', ...USAGE_KEY },
    count: { type: 'integer' },
    lastAt: { name: 'last_at', type: 'timestamptz' },
  },
  foreignKeys: [
    {
      name: 'token_usage_token_fkey',
      target: 'personal_access_token',
      columnNames: ['tokenId'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
  ],
})

export const introspectionCountEntity = new EntitySchema<{ minute: Date; result: string; count: number }>({
  name: 'introspection_count',
  columns: {
    minute: { type: 'timestamptz', primary: true, primaryKeyConstraintName: 'introspection_count_pkey' },
    result: { type: 'text', primary: true, primaryKeyConstraintName: 'introspection_count_pkey' },
    count: { type: 'integer' },
  },
})

/** Written by triggers: see `revision.ts`. */
export const configurationChangeEntity = new EntitySchema<{ id: string; at: Date }>({
  name: 'configuration_change',
  columns: {
    id: {
      type: 'bigint',
      primary: true,
      primaryKeyConstraintName: 'configuration_change_pkey',
      generated: 'increment',
    },
    at: { type: 'timestamptz', default: () => 'now()' },
  },
})
