import type { Pool } from 'pg'
import { DataSource, type EntityManager, type EntitySchema } from 'typeorm'
import type { Log } from '../lib/index.ts'
import { inSavepoint, inTransaction } from './after-commit.ts'
import { forgetNames } from './forget-names.ts'
import { dataSourceOptions } from './options.ts'
import { patienceWatcher } from './patience.ts'
import { watchRefusedWrites } from './refused-writes.ts'
import { type Isolation, runTransaction } from './transaction.ts'
import { type DatabaseWatcher, watchPool } from './watch.ts'

/** A transaction, or the pool itself: what a store runs its statements on. */
export type Executor = EntityManager

export type Database = {
  readonly source: DataSource
  /** Outside a transaction: each statement on its own. */
  readonly manager: Executor
  /** The driver's own pool, for the hot path and for libraries that bring their own SQL. */
  readonly pool: Pool
  /** Runs `work` in one transaction: all of it is kept, or none. */
  transaction<T>(work: (tx: Executor) => Promise<T>, isolation?: Isolation): Promise<T>
  /** One round trip. @throws where the database does not answer. */
  ping(): Promise<{ readonly takesWrites: boolean }>
  close(): Promise<void>
}

/** Connects. Does not migrate: see `migrate()`. */
export async function openDatabase(settings: {
  url: string
  // biome-ignore lint/suspicious/noExplicitAny: TypeORM's own type of a list of schemas of different rows
  entities: EntitySchema<any>[]
  poolSize: number
  log: Log
  /** `false` behind a PgBouncer that shares connections by the transaction and does not know of prepared statements. */
  preparedStatements?: boolean
  watchers?: readonly DatabaseWatcher[]
}): Promise<Database> {
  const source = new DataSource({ ...dataSourceOptions(settings), poolErrorHandler: () => {} })
  await source.initialize()
  const pool = (source.driver as unknown as { master: Pool }).master
  if (settings.preparedStatements === false) forgetNames(pool)
  const writes = watchRefusedWrites()
  watchPool(pool, [...(settings.watchers ?? []), patienceWatcher, writes.watcher])
  // An idle connection that dies (a restart of PostgreSQL) emits here; without a listener it would end the process.
  let isClosing = false
  pool.on('error', (error) => {
    if (!isClosing) settings.log.warn({ error }, 'a database connection was lost; the pool makes a new one')
  })
  return {
    source,
    manager: source.manager,
    pool,
    transaction: (work, isolation = 'READ COMMITTED') =>
      inTransaction((run) => runTransaction(source, isolation, run), work),
    async ping() {
      const { rows } = await pool.query(`select current_setting('transaction_read_only') as "readOnly"`)
      return { takesWrites: rows[0]?.readOnly === 'off' && !writes.areRefused() }
    },
    async close() {
      isClosing = true
      await source.destroy()
    },
  }
}

/**
 * The same database, from inside a transaction that is open: verbs that are given it take part in that transaction, and
 * their own transactions are savepoints of it. One of them that fails is undone alone, if its error is caught.
 */
export const within = (database: Database, tx: Executor): Database => ({
  ...database,
  manager: tx,
  transaction: (work) => inSavepoint(tx, work),
})
