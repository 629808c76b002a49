import { constants } from 'node:fs'
import { access, chmod, mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { migrate, openDatabase, openEmbedded } from '../../src/database/index.ts'
import { openJobs } from '../../src/jobs/index.ts'
import { createLog } from '../../src/lib/index.ts'
import { createMetrics } from '../../src/metrics/index.ts'

/** A database that is there to be copied: with the schema, and nothing in it. */
const TEMPLATE = 'patmint_template'

/** How the processes of a test run learn where its PostgreSQL is: mocha starts them after the global set-up. */
const WHERE = 'TEST_DATABASE_URL'
/** And how a database is copied there: where there is no fsync, as files. */
const HOW = 'TEST_DATABASE_COPY'

let count = 0

/** The PostgreSQL of a test run: `TEST_DATABASE_URL`, or an embedded one in a throw-away folder. @returns how to end it */
export async function openTestCluster(): Promise<() => Promise<void>> {
  const given = process.env[WHERE] ?? ''
  const { url, close } = given === '' ? await openThrowAway() : { url: given, close: async () => {} }
  process.env[WHERE] = url
  process.env[HOW] = given === '' ? 'strategy file_copy' : ''
  await run(url, `drop database if exists ${TEMPLATE} with (force)`)
  await run(url, `create database ${TEMPLATE} template template0 encoding 'UTF8'`)
  await migrate(withDatabase(url, TEMPLATE))
  await makeQueues(withDatabase(url, TEMPLATE))
  return async () => {
    await run(url, `drop database if exists ${TEMPLATE} with (force)`)
    await close()
  }
}

/** The tables of the job queue, which every server makes where they are missing: so that none has to. */
async function makeQueues(url: string): Promise<void> {
  const log = createLog({ level: 'silent' })
  const database = await openDatabase({ url, entities: [], poolSize: 2, log })
  const jobs = await openJobs({ database, log, metrics: createMetrics(), queues: [] })
  await jobs.close()
  await database.close()
}

/**
 * Without fsync: nothing in it must outlive the run. Tests of durability open their own, as it is shipped. Without
 * autovacuum: its workers are not ours to end when a database is dropped.
 */
async function openThrowAway(): Promise<{ url: string; close(): Promise<void> }> {
  const dataDir = await mkdtemp(join(await findQuickFolder(), 'patmint-test-'))
  await chmod(dataDir, 0o755)
  const { url, close } = await openEmbedded({ dataDir })
  const superuser = new URL(withDatabase(url, 'postgres'))
  superuser.username = 'postgres'
  for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit', 'autovacuum']) {
    await run(superuser.href, `alter system set ${setting} = off`)
  }
  await run(superuser.href, 'select pg_reload_conf()')
  return {
    url,
    async close() {
      await close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

const GIBIBYTE = 2 ** 30

/** Memory, where there is enough of it: hundreds of databases come and go, and none is to be kept. */
async function findQuickFolder(): Promise<string> {
  const memory = '/dev/shm'
  try {
    const { bavail, bsize } = await statfs(memory)
    await access(memory, constants.W_OK)
    return bavail * bsize > GIBIBYTE ? memory : tmpdir()
  } catch {
    return tmpdir()
  }
}

type TestDatabase = { url: string; drop(): Promise<void> }

/** A database of its own, with the schema and nothing in it. Copied from the template, so it takes a moment only. */
export const freshDatabase = (): Promise<TestDatabase> => createDatabase(TEMPLATE)

/** A database without a schema. */
export const emptyDatabase = (): Promise<TestDatabase> => createDatabase('template0')

async function createDatabase(template: string): Promise<TestDatabase> {
  const url = process.env[WHERE]
  if (url === undefined) throw new Error('the global set-up of test/support/hooks.ts has not run')
  count += 1
  const name = `patmint_test_${process.pid}_${count}`
  await run(url, `create database ${name} template ${template} encoding 'UTF8' ${process.env[HOW]}`)
  return {
    url: withDatabase(url, name),
    drop: () => run(url, `drop database if exists ${name} with (force)`),
  }
}

/** One statement on a connection of its own. */
export async function run(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
