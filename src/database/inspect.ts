import { performance } from 'node:perf_hooks'
import { Client } from 'pg'
import type { Clock } from '../lib/index.ts'
import { dataSourceOptions } from './options.ts'

/** What a database is like, looked at from outside: nothing is changed in it. */
export type Inspection = {
  /** `16.4`; `major` is what counts. */
  readonly version: string
  readonly major: number
  readonly encoding: string
  /** May our role make tables, as migrations do? */
  readonly mayCreate: boolean
  /** One round trip, the quickest of three. */
  readonly latencyMilliseconds: number
  /** How far our clock is ahead of the database's; negative where it is behind. */
  readonly clockAheadMilliseconds: number
  /** Migrations that have not run there. */
  readonly pending: readonly string[]
}

/** @throws the driver's error where it cannot be reached or does not let us in */
export async function inspectDatabase(url: string, clock: Clock): Promise<Inspection> {
  const client = new Client({
    connectionString: url,
    application_name: 'patmint doctor',
    connectionTimeoutMillis: 3_000,
    query_timeout: 5_000,
  })
  // Without a listener, losing the connection would end the process; the query notices it itself.
  client.on('error', () => {})
  try {
    await client.connect()
    return {
      ...(await readServer(client)),
      ...(await measure(client, clock)),
      pending: await findPending(client),
    }
  } finally {
    await client.end().catch(() => {})
  }
}

async function readServer(client: Client) {
  const { rows } = await client.query<{ version: string; number: number; encoding: string; may: boolean }>(
    `select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
            current_setting('server_encoding') as encoding,
            coalesce(has_schema_privilege(current_schema(), 'create'), false) as may`,
  )
  const [row] = rows
  if (row === undefined) throw new Error('the database answered nothing')
  const { version, number, encoding, may } = row
  return { version, major: Math.floor(number / 10_000), encoding, mayCreate: may }
}

/** The quickest answer tells most of the way there; its middle is when the database looked at its clock. */
async function measure(client: Client, clock: Clock) {
  const answers = []
  for (let round = 0; round < 3; round += 1) {
    const [begun, at] = [performance.now(), clock()]
    const { rows } = await client.query<{ now: Date }>('select clock_timestamp() as now')
    const took = performance.now() - begun
    answers.push({ took, ahead: at.getTime() + took / 2 - (rows[0]?.now.getTime() ?? 0) })
  }
  const [quickest] = answers.sort((a, b) => a.took - b.took)
  return {
    latencyMilliseconds: quickest?.took ?? 0,
    clockAheadMilliseconds: Math.round(quickest?.ahead ?? 0),
  }
}

async function findPending(client: Client): Promise<string[]> {
  const { migrations } = dataSourceOptions({ url: '', entities: [] })
  const known = (migrations as (new () => { name?: string })[]).map((Migration) => {
    return new Migration().name ?? Migration.name
  })
  const { rows: tables } = await client.query<{ there: boolean }>(
    `select to_regclass('migration') is not null as there`,
  )
  if (tables[0]?.there !== true) return known
  const { rows } = await client.query<{ name: string }>('select name from migration')
  return known.filter((name) => rows.every((row) => row.name !== name))
}
