import { deleteDue, type Executor } from '../database/index.ts'
import { type IdempotencyRow, idempotencyEntity } from './idempotency-entity.ts'

type Key = Pick<IdempotencyRow, 'tokenId' | 'keyHash'>

export function idempotencyStore(tx: Executor) {
  const rows = tx.getRepository(idempotencyEntity)
  return {
    /**
     * True for the first, and for the first after the old one's time. Somebody else's that is under way is waited for: it
     * is then either there, or was rolled back and this one is the first.
     */
    async claim(row: Omit<IdempotencyRow, 'answer'>, keptSince: Date): Promise<boolean> {
      const claimed: unknown[] = await tx.query(CLAIM, [
        row.tokenId,
        row.keyHash,
        row.requestHash,
        row.createdAt,
        keptSince,
      ])
      return claimed.length > 0
    },

    get: (key: Key): Promise<IdempotencyRow> => rows.findOneByOrFail(key),

    setAnswer: async (key: Key, answer: string): Promise<void> => void (await rows.update(key, { answer })),

    deleteBefore: (before: Date): Promise<void> =>
      deleteDue(tx, 'idempotency_key', 'created_at <= $1', [before]),
  }
}

const CLAIM = `
  insert into idempotency_key (token_id, key_hash, request_hash, created_at) values ($1, $2, $3, $4)
  on conflict (token_id, key_hash) do update
     set request_hash = excluded.request_hash, created_at = excluded.created_at, answer = null
   where idempotency_key.created_at <= $5
  returning token_id`
