import { IsNull } from 'typeorm'
import type { Executor } from '../database/index.ts'
import { type SigningKeyRow, signingKeyEntity } from './signing-key-entity.ts'

/** Any constant will do, as long as every Patmint uses the same. */
const SIGNING_KEYS_LOCK = 7_265_646_422

export function signingKeyStore(tx: Executor) {
  const keys = tx.getRepository(signingKeyEntity)
  return {
    /** Until the transaction ends, no other node makes or re-seals keys. */
    lock: async (): Promise<void> =>
      void (await tx.query('select pg_advisory_xact_lock($1)', [SIGNING_KEYS_LOCK])),
    list: (): Promise<SigningKeyRow[]> =>
      keys.find({ where: { retiredAt: IsNull() }, order: { createdAt: 'desc', alg: 'desc' } }),
    insert: async (rows: SigningKeyRow[]): Promise<void> => void (await keys.insert(rows)),
    reseal: async (kid: string, sealed: string): Promise<void> =>
      void (await keys.update({ kid }, { sealed })),
  }
}
