import type { EntityManager as Executor, QueryRunner } from 'typeorm'

/** What waits for a transaction's end, by the connection that it is on. */
const waiting = new WeakMap<QueryRunner, (() => void)[]>()

/**
 * Does something small once the transaction is committed, and nothing where it, or the savepoint that `tx` stands in, is
 * rolled back. For what cannot be taken back, such as a count: whatever must not be lost is written in the transaction.
 * Outside of a transaction it is done at once.
 */
export function afterCommit({ queryRunner }: Executor, act: () => void): void {
  const acts = queryRunner === undefined ? undefined : waiting.get(queryRunner)
  if (acts === undefined) act()
  else acts.push(act)
}

type Work<T> = (tx: Executor) => Promise<T>

export async function inTransaction<T>(begin: (run: Work<T>) => Promise<T>, work: Work<T>): Promise<T> {
  const acts: (() => void)[] = []
  const result = await begin(async (tx) => {
    if (tx.queryRunner !== undefined) waiting.set(tx.queryRunner, acts)
    return await work(tx)
  })
  for (const act of acts) act()
  return result
}

/** Inside of a transaction: what is undone takes along what waited for it. */
export async function inSavepoint<T>(outer: Executor, work: Work<T>): Promise<T> {
  const acts = outer.queryRunner === undefined ? undefined : waiting.get(outer.queryRunner)
  const before = acts?.length ?? 0
  try {
    return await outer.transaction(work)
  } catch (error) {
    acts?.splice(before)
    throw error
  }
}
