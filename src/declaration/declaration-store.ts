import type { Executor } from '../database/index.ts'

/** Any constant will do, as long as every Patmint uses the same. */
const DECLARATION_LOCK = 7_265_646_424

export const declarationStore = (tx: Executor) => ({
  /** Until the transaction ends, nobody else applies a file. */
  lock: async (): Promise<void> =>
    void (await tx.query('select pg_advisory_xact_lock($1)', [DECLARATION_LOCK])),
})
