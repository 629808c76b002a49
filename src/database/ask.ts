import type { Pool, PoolClient } from 'pg'
import type { EntityManager as Executor } from 'typeorm'

/** A statement with a name is prepared once on each connection, and then only called. */
export type Statement = { readonly name: string; readonly text: string; readonly values: readonly unknown[] }

/** For the hot path: TypeORM's own way to the driver prepares every statement anew. In the transaction, where `tx` is one. */
export async function ask<Row extends object>(tx: Executor, statement: Statement): Promise<Row[]> {
  const { rows } = await (await driverOf(tx)).query<Row>({ ...statement, values: [...statement.values] })
  return rows
}

const driverOf = async ({ queryRunner, connection }: Executor): Promise<Pool | PoolClient> =>
  queryRunner === undefined
    ? (connection.driver as unknown as { master: Pool }).master
    : ((await queryRunner.connect()) as PoolClient)
