export { afterCommit } from './after-commit.ts'
export { ask } from './ask.ts'
export { type Batches, createBatches } from './batches.ts'
export { toByteaArray } from './bytea-array.ts'
export { type Database, type Executor, openDatabase, within } from './database.ts'
export { deleteDue } from './delete-due.ts'
export { hasEmbedded, openEmbedded } from './embedded/open.ts'
export {
  DatabaseUnavailable,
  isDatabaseFault,
  isSerializationFailure,
  isUniqueViolation,
  TooManyWaiting,
} from './errors.ts'
export { estimateRows } from './estimate.ts'
export { findRow } from './find-row.ts'
export { type Gathered, gather, type Outcome, settle, unwrap } from './gather.ts'
export { insertRows } from './insert-rows.ts'
export { type Inspection, inspectDatabase } from './inspect.ts'
export { migrate } from './migrate.ts'
export { ofAnyNumber } from './of-any-number.ts'
export { dataSourceOptions } from './options.ts'
export { unhurried, withPatience } from './patience.ts'
export { persist } from './persist.ts'
export type { Isolation } from './transaction.ts'
