import { EntitySchema } from 'typeorm'

/** `expire` is in milliseconds of the database's time. Unlogged: see the migration. */
export const rateLimitEntity = new EntitySchema<{ key: string; points: number; expire: string | null }>({
  name: 'rate_limit',
  columns: {
    key: { type: 'text', primary: true, primaryKeyConstraintName: 'rate_limit_pkey' },
    points: { type: 'integer', default: 0 },
    expire: { type: 'bigint', nullable: true },
  },
})
