import type { DataSource, EntityManager as Executor, QueryRunner } from 'typeorm'

/** `REPEATABLE READ`: what was changed by others since it began cannot be changed in it. @see isSerializationFailure */
export type Isolation = 'READ COMMITTED' | 'REPEATABLE READ'

/** As TypeORM's own `transaction`, but for one way to the database in place of two. */
export async function runTransaction<T>(
  source: DataSource,
  isolation: Isolation,
  work: (tx: Executor) => Promise<T>,
): Promise<T> {
  const runner = source.createQueryRunner()
  try {
    await begin(runner, isolation)
    const result = await work(runner.manager)
    await runner.commitTransaction()
    return result
  } catch (error) {
    // Of a connection that is lost there is nothing to undo: what is told is what went wrong first.
    await runner.rollbackTransaction().catch(() => {})
    throw error
  } finally {
    await runner.release()
  }
}

/** TypeORM says in one statement that a transaction begins, and in another one how it is isolated. It is told that this was done. */
async function begin(runner: QueryRunner, isolation: Isolation): Promise<void> {
  await runner.query(`start transaction isolation level ${isolation}`)
  Object.assign(runner, { isTransactionActive: true, transactionDepth: 1 })
}
