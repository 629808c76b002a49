import { Client } from 'pg'
import { DataSource } from 'typeorm'
import { dataSourceOptions } from './options.ts'

/** Any constant will do, as long as every Patmint uses the same. */
const MIGRATION_LOCK = 7_265_646_421

/**
 * Brings the schema up to date. Any number of nodes may start at once: an advisory lock lets one of them migrate while
 * the others wait, and then find nothing to do.
 * @returns the names of the migrations that it ran.
 */
export async function migrate(url: string): Promise<string[]> {
  // A connection of its own: the lock must be held by one session from before the first migration to after the last.
  const lock = new Client({ connectionString: url, application_name: 'patmint migrate' })
  // Without a listener, losing the connection would end the process; the migrations notice it themselves.
  lock.on('error', () => {})
  await lock.connect()
  try {
    await lock.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    return await runMigrations(url)
  } finally {
    await lock.end()
  }
}

/** Without the server's time-outs: rewriting a large table may take long, and must not be cut off. */
async function runMigrations(url: string): Promise<string[]> {
  const source = new DataSource({ ...dataSourceOptions({ url, entities: [] }), extra: {} })
  await source.initialize()
  try {
    return (await source.runMigrations()).map(({ name }) => name)
  } finally {
    await source.destroy()
  }
}
