import type { Executor } from './database.ts'

/** So many take a moment. Nobody who wants a row of them waits longer. */
const BATCH = 1_000

/**
 * Deletes rows whose time is over, some at a time, each time in a transaction of its own. Two that do so at once share the
 * work. `due` is SQL of ours that an index answers.
 */
export async function deleteDue(on: Executor, table: string, due: string, values: unknown[]): Promise<void> {
  for (;;) {
    const [, count]: [unknown[], number] = await on.query(
      `delete from ${table} where ctid = any(array(
         select ctid from ${table} where ${due} limit ${BATCH} for update skip locked))`,
      values,
    )
    if (count < BATCH) return
  }
}
