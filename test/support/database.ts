import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { migrate, openDatabase, openEmbedded } from '../../src/database/index.ts'
import { entities } from '../../src/entities.ts'
import { createLog } from '../../src/lib/index.ts'

/** The PostgreSQL of this test run: `TEST_DATABASE_URL`, or an embedded one in a throw-away folder. */
type Cluster = { url: string; close(): Promise<void> }

let cluster: Promise<Cluster> | undefined
let template: Promise<string> | undefined
let count = 0

export function testCluster(): Promise<Cluster> {
  cluster ??= openCluster()
  return cluster
}

async function openCluster(): Promise<Cluster> {
  const url = process.env['TEST_DATABASE_URL']
  if (url !== undefined && url !== '') return { url, close: async () => {} }
  const dataDir = await mkdtemp(join(tmpdir(), 'patmint-test-'))
  await chmod(dataDir, 0o755)
  const embedded = await openEmbedded({ dataDir })
  return {
    url: embedded.url,
    async close() {
      await embedded.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** A database of its own, with the schema and nothing in it. Copied from a template, so it takes a moment only. */
export async function freshDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const { url } = await testCluster()
  template ??= makeTemplate(url)
  const from = await template
  count += 1
  const name = `patmint_test_${process.pid}_${count}`
  await run(url, `create database ${name} template ${from}`)
  return {
    url: withDatabase(url, name),
    drop: () => run(url, `drop database if exists ${name} with (force)`),
  }
}

/** A database without a schema. */
export async function emptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const { url } = await testCluster()
  count += 1
  const name = `patmint_empty_${process.pid}_${count}`
  await run(url, `create database ${name} template template0 encoding 'UTF8'`)
  return {
    url: withDatabase(url, name),
    drop: () => run(url, `drop database if exists ${name} with (force)`),
  }
}

async function makeTemplate(url: string): Promise<string> {
  const name = `patmint_template_${process.pid}`
  await run(url, `create database ${name} template template0 encoding 'UTF8'`)
  const own = withDatabase(url, name)
  const database = await openDatabase({
    url: own,
    entities,
    poolSize: 2,
    log: createLog({ level: 'silent' }),
  })
  await migrate(database, own)
  await database.close()
  return name
}

/** After the last test. */
export async function closeTestCluster(): Promise<void> {
  if (cluster === undefined) return
  const { url, close } = await cluster
  if (template !== undefined) await run(url, `drop database if exists ${await template} with (force)`)
  await close()
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
