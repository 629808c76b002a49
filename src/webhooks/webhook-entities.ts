import { EntitySchema } from 'typeorm'
import type { Delivery } from './delivery.ts'
import type { EndpointRow } from './endpoint.ts'

export const webhookEndpointEntity = new EntitySchema<EndpointRow>({
  name: 'webhook_endpoint',
  columns: {
    id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'webhook_endpoint_pkey' },
    url: { type: 'text' },
    description: { type: 'text' },
    events: { type: 'text', array: true },
    secret: { type: 'text' },
    previousSecret: { name: 'previous_secret', type: 'text', nullable: true },
    previousSecretEndsAt: { name: 'previous_secret_ends_at', type: 'timestamptz', nullable: true },
    createdAt: { name: 'created_at', type: 'timestamptz' },
    disabledAt: { name: 'disabled_at', type: 'timestamptz', nullable: true },
    disabledReason: { name: 'disabled_reason', type: 'text', nullable: true },
  },
})

export const webhookDeliveryEntity = new EntitySchema<Delivery>({
  name: 'webhook_delivery',
  columns: {
    id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'webhook_delivery_pkey' },
    endpointId: { name: 'endpoint_id', type: 'uuid' },
    messageId: { name: 'message_id', type: 'text' },
    type: { type: 'text' },
    payload: { type: 'text' },
    createdAt: { name: 'created_at', type: 'timestamptz' },
    state: { type: 'text' },
    attempts: { type: 'integer' },
    retriesLeft: { name: 'retries_left', type: 'integer' },
    lastTriedAt: { name: 'last_tried_at', type: 'timestamptz', nullable: true },
    nextTryAt: { name: 'next_try_at', type: 'timestamptz', nullable: true },
    durationMs: { name: 'duration_ms', type: 'integer', nullable: true },
    lastStatus: { name: 'last_status', type: 'integer', nullable: true },
    lastError: { name: 'last_error', type: 'text', nullable: true },
    answer: { type: 'text', nullable: true },
  },
  checks: [
    {
      name: 'webhook_delivery_state_known',
      expression: "state in ('pending', 'delivered', 'failed')",
    },
  ],
  indices: [
    { name: 'webhook_delivery_endpoint_idx', columns: ['endpointId', 'id'] },
    { name: 'webhook_delivery_created_idx', columns: ['createdAt'] },
  ],
  foreignKeys: [
    {
      name: 'webhook_delivery_endpoint_fkey',
      target: 'webhook_endpoint',
      columnNames: ['endpointId'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
  ],
})
