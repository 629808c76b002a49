import { constants } from 'node:fs'
import { access, chmod, mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, Pool } from 'pg'
import { LEAST_MEMORY } from '../../src/database/embedded/memory.ts'
import { migrate, openDatabase, openEmbedded } from '../../src/database/index.ts'
import { openJobs } from '../../src/jobs/index.ts'
import { createLog } from '../../src/lib/index.ts'
import { createMetrics } from '../../src/metrics/index.ts'
import { startFirst } from './first-start.ts'

/** Databases that are there to be copied: one with the schema and nothing in it, and one on which a server has started. */
const TEMPLATE = 'patmint_template'
const STARTED = 'patmint_template_started'

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
  await dropTemplates(url)
  await run(url, `create database ${TEMPLATE} template template0 encoding 'UTF8'`)
  await migrate(withDatabase(url, TEMPLATE))
  await makeQueues(withDatabase(url, TEMPLATE))
  await run(url, `create database ${STARTED} template ${TEMPLATE} encoding 'UTF8'`)
  await startFirst(withDatabase(url, STARTED))
  return async () => {
    await dropTemplates(url)
    await close()
  }
}

async function dropTemplates(url: string): Promise<void> {
  for (const name of [STARTED, TEMPLATE]) await run(url, `drop database if exists ${name} with (force)`)
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
 * autovacuum: its workers are not ours to end when a database is dropped. With few buffers: each of hundreds of databases
 * that come and go has all of them looked through, twice.
 */
async function openThrowAway(): Promise<{ url: string; close(): Promise<void> }> {
  const dataDir = await mkdtemp(join(await findQuickFolder(), 'patmint-test-'))
  await chmod(dataDir, 0o755)
  const { url, close } = await openEmbedded({ dataDir, memory: LEAST_MEMORY })
  const superuser = new URL(withDatabase(url, 'postgres'))
  superuser.username = 'postgres'
  for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit', 'autovacuum']) {
    await run(superuser.href, `alter system set ${setting} = off`)
  }
  const { password } = new URL(url)
  await run(superuser.href, `set scram_iterations = 1; alter role patmint password '${password}'`)
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

/** The same after the first start of a server with `TEST_SECRET`. */
export const startedDatabase = (): Promise<TestDatabase> => createDatabase(STARTED)

/** A database without a schema. */
export const emptyDatabase = (): Promise<TestDatabase> => createDatabase('template0')

async function createDatabase(template: string): Promise<TestDatabase> {
  const url = process.env[WHERE]
  if (url === undefined) throw new Error('the global set-up of test/support/hooks.ts has not run')
  count += 1
  const name = `patmint_test_${process.pid}_${count}`
  const own = clusterAt(url)
  await own.query(`create database ${name} template ${template} encoding 'UTF8' ${process.env[HOW]}`)
  return {
    url: withDatabase(url, name),
    drop: async () => void (await own.query(`drop database if exists ${name} with (force)`)),
  }
}

let cluster: Pool | undefined

/** The connection by which this process makes and drops its databases. It keeps no process alive. */
function clusterAt(url: string): Pool {
  if (cluster !== undefined) return cluster
  cluster = new Pool({ connectionString: url, max: 1, allowExitOnIdle: true })
  // It is lost where the run ends before this process does.
  cluster.on('error', () => {})
  return cluster
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
