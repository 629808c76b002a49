import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { DataSource } from 'typeorm'
import { isLockConflict } from './errors.ts'
import { dataSourceOptions, MIGRATION_NAMES } from './options.ts'

/** Any constant will do, as long as every Patmint uses the same. */
export const MIGRATION_LOCK = 7_265_646_421

/** Somebody else migrates: how often is asked whether they are done. */
const ASK_AGAIN_AFTER = 250
/** Somebody holds a table for more than a minute: see `brief-locks.ts`. */
const MOST_TRIES = 100

/**
 * Brings the schema up to date. Any number of nodes may start at once: an advisory lock lets one of them migrate while
 * the others wait, and then find nothing to do.
 * @returns the names of the migrations that it ran.
 */
export async function migrate(url: string): Promise<string[]> {
  // A connection of its own: the lock must be held from before the first migration to after the last.
  const lock = new Client({ connectionString: url, application_name: 'patmint migrate' })
  // Without a listener, losing the connection would end the process; the migrations notice it themselves.
  lock.on('error', () => {})
  await lock.connect()
  try {
    if (await isUpToDate(lock)) return []
    while (!(await tryLock(lock))) await sleep(ASK_AGAIN_AFTER)
    return await runMigrations(url)
  } finally {
    await lock.end()
  }
}

/** Most starts have nothing to migrate: they neither wait for each other nor connect once more to learn it. */
async function isUpToDate(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ exists: boolean }>(
    `select to_regclass('migration') is not null as exists`,
  )
  if (rows[0]?.exists !== true) return false
  const done = await client.query<{ name: string }>('select name from migration')
  const names = new Set(done.rows.map(({ name }) => name))
  return MIGRATION_NAMES.every((name) => names.has(name))
}

/**
 * The lock is a transaction's, which stays open, and not a session's: behind a PgBouncer that pools by the transaction, our
 * session is nobody's, and what it locks stays locked. For the same reason nobody waits for it in the database: that
 * would hold the connections that the migrations need.
 */
async function tryLock(client: Client): Promise<boolean> {
  await client.query('begin')
  // It has nothing to say for as long as the migrations take.
  await client.query('set local idle_in_transaction_session_timeout = 0')
  // Without parameters: a statement that has some keeps its snapshot to the end of the transaction, and an index that is
  // built concurrently waits for all who have an older snapshot: it would wait for us, and we for it.
  const { rows } = await client.query<{ held: boolean }>(
    `select pg_try_advisory_xact_lock(${MIGRATION_LOCK}) as held`,
  )
  const isHeld = rows[0]?.held === true
  if (!isHeld) await client.query('rollback')
  return isHeld
}

/** Without the server's time-outs: rewriting a large table may take long, and must not be cut off. */
async function runMigrations(url: string): Promise<string[]> {
  const source = new DataSource({ ...dataSourceOptions({ url, entities: [] }), extra: {} })
  await source.initialize()
  try {
    return await runPatiently(source)
  } finally {
    await source.destroy()
  }
}

/** What has run is not run again: each is a transaction, or has taken note of where it was. */
async function runPatiently(source: DataSource): Promise<string[]> {
  const before = await listDone(source)
  for (let tries = 1; ; tries += 1) {
    try {
      await source.runMigrations()
      return (await listDone(source)).filter((name) => !before.includes(name))
    } catch (error) {
      if (!isLockConflict(error) || tries === MOST_TRIES) throw error
      await sleep(ASK_AGAIN_AFTER)
    }
  }
}

async function listDone(source: DataSource): Promise<string[]> {
  const rows: { name: string }[] = await source
    .query('select name from migration order by id')
    .catch(() => [])
  return rows.map(({ name }) => name)
}
