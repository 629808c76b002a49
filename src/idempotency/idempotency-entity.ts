import { EntitySchema } from 'typeorm'

export type IdempotencyRow = {
  tokenId: string
  keyHash: Buffer
  requestHash: Buffer
  createdAt: Date
  /** `null` only inside of the transaction that is answering. */
  answer: string | null
}

const PRIMARY_KEY = { primary: true, primaryKeyConstraintName: 'idempotency_key_pkey' } as const

/** Answers that are given again to whoever repeats a request, sealed with what only that caller has. */
export const idempotencyEntity = new EntitySchema<IdempotencyRow>({
  name: 'idempotency_key',
  columns: {
    tokenId: { name: 'token_id', type: 'uuid', ...PRIMARY_KEY },
    keyHash: { name: 'key_hash', type: 'bytea', ...PRIMARY_KEY },
    requestHash: { name: 'request_hash', type: 'bytea' },
    createdAt: { name: 'created_at', type: 'timestamptz' },
    answer: { type: 'text', nullable: true },
  },
  indices: [{ name: 'idempotency_key_created_idx', columns: ['createdAt'] }],
  foreignKeys: [
    {
      name: 'idempotency_key_token_fkey',
      target: 'personal_access_token',
      columnNames: ['tokenId'],
      referencedColumnNames: ['id'],
      onDelete: 'CASCADE',
    },
  ],
})
