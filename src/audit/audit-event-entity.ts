import { EntitySchema } from 'typeorm'

export type AuditEventRow = {
  id: string
  at: Date
  name: string
  actorKind: string
  actorId: string | null
  accountId: string | null
  tokenId: string | null
  clientId: string | null
  organizationId: string | null
  address: string | null
  requestId: string | null
  data: object
}

export const auditEventEntity = new EntitySchema<AuditEventRow>({
  name: 'audit_event',
  columns: {
    id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'audit_event_pkey' },
    at: { type: 'timestamptz' },
    name: { type: 'text' },
    actorKind: { name: 'actor_kind', type: 'text' },
    actorId: { name: 'actor_id', type: 'text', nullable: true },
    accountId: { name: 'account_id', type: 'uuid', nullable: true },
    tokenId: { name: 'token_id', type: 'uuid', nullable: true },
    clientId: { name: 'client_id', type: 'text', nullable: true },
    organizationId: { name: 'organization_id', type: 'uuid', nullable: true },
    address: { type: 'text', nullable: true },
    requestId: { name: 'request_id', type: 'text', nullable: true },
    data: { type: 'jsonb' },
  },
  indices: [
    { name: 'audit_event_token_idx', columns: ['tokenId', 'at'] },
    { name: 'audit_event_account_idx', columns: ['accountId', 'at'] },
    {
      name: 'audit_event_organization_idx',
      columns: ['organizationId', 'at'],
      where: 'organization_id is not null',
    },
    { name: 'audit_event_client_idx', columns: ['clientId', 'at'], where: 'client_id is not null' },
    { name: 'audit_event_name_idx', columns: ['name', 'at'] },
    { name: 'audit_event_at_idx', columns: ['at'] },
  ],
})

const DAY_COUNT_KEY = { primary: true, primaryKeyConstraintName: 'audit_day_count_pkey' } as const

/** See `day-counts.ts`. */
export const auditDayCountEntity = new EntitySchema<{ day: string; name: string; count: number }>({
  name: 'audit_day_count',
  columns: {
    day: { type: 'date', ...DAY_COUNT_KEY },
    name: { type: 'text', ...DAY_COUNT_KEY },
    count: { type: 'integer' },
  },
})
