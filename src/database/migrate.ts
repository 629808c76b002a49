import { Client } from 'pg'
import type { Database } from './database.ts'

/** Any constant will do, as long as every Patmint uses the same. */
const MIGRATION_LOCK = 7_265_646_421

/**
 * Brings the schema up to date. Any number of nodes may start at once: an advisory lock lets one of them migrate while
 * the others wait, and then find nothing to do.
 * @returns the names of the migrations that it ran.
 */
export async function migrate(database: Database, url: string): Promise<string[]> {
  // A connection of its own: the lock must be held by one session from before the first migration to after the last.
  const lock = new Client({ connectionString: url, application_name: 'patmint migrate' })
  await lock.connect()
  try {
    await lock.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    return (await database.source.runMigrations()).map(({ name }) => name)
  } finally {
    await lock.end()
  }
}
