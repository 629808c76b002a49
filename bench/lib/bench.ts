import { Client } from 'pg'
import { makeDataFolder } from '../../scripts/lib/throw-away.ts'
import { openEmbedded } from '../../src/database/index.ts'
import { parentOf } from './cpu.ts'
import { checkLoad, LoadMissing } from './load.ts'
import { leaveServerCore } from './processes.ts'

/** The master secret of every Patmint that is measured. */
export const SECRET = 'a master secret that only measurements have 0123'

type Bench = {
  /** Of an empty PostgreSQL that is gone afterwards. */
  readonly url: string
  /** Nothing else needs to be there for as long. */
  readonly dataDir: string
  readonly pinned: string
  readonly postgres: string
  /** The first process of PostgreSQL. */
  readonly postmaster: number
}

/** Measures on a database of its own, in a throw-away folder. What is missing on the machine is said in a line. */
export async function bench(work: (bench: Bench) => Promise<void>): Promise<void> {
  try {
    checkLoad()
    const pinned = leaveServerCore()
    const folder = await makeDataFolder('bench')
    const { dataDir } = folder
    const database = await openEmbedded({ dataDir })
    try {
      await work({ url: database.url, dataDir, pinned, ...(await identify(database.url)) })
    } finally {
      await database.close()
      await folder.remove()
    }
  } catch (error) {
    console.error(error instanceof LoadMissing ? error.message : error)
    process.exitCode = 1
  }
}

async function identify(url: string): Promise<{ postgres: string; postmaster: number }> {
  return await on(url, async (client) => {
    const { rows } = await client.query<{ version: string; pid: number }>(
      `select current_setting('server_version') as version, pg_backend_pid() as pid`,
    )
    return { postgres: rows[0]?.version ?? 'unknown', postmaster: parentOf(rows[0]?.pid ?? 0) }
  })
}

/** A connection for as long as the work takes. */
export async function on<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** A database beside the one at `url`. */
export async function createDatabase(url: string, name: string): Promise<string> {
  await on(url, (client) => client.query(`create database bench_${name}`))
  return Object.assign(new URL(url), { pathname: `/bench_${name}` }).href
}
