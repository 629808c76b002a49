import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Client } from 'pg'
import { makeDataFolder } from '../scripts/lib/throw-away.ts'
import { assemble } from '../src/assemble.ts'
import { loadConfig } from '../src/config/index.ts'
import { openEmbedded } from '../src/database/index.ts'
import { createLog } from '../src/lib/index.ts'
import {
  type Asked,
  dropGrants,
  fillBetterAuth,
  fillOauth2Server,
  fillPatmint,
  fillStock,
  makeSecrets,
  type Plan,
} from './introspect/data.ts'
import { check, type Load, measure, type Round } from './introspect/measure.ts'
import { has, leaveServerCore, type Running, start } from './introspect/processes.ts'
import { describe, toTable, writeDocs } from './introspect/report.ts'
import { type Databases, listTargets, type Target } from './introspect/targets.ts'

/*
 * What an introspection costs: Patmint, what others offer for the same, and a server that does nothing, over as many tokens each,
 * taking turns in one run. `npm run bench` writes docs/performance.md; `-- --dry` only prints.
 */

const { values } = parseArgs({
  options: {
    tokens: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '8' },
    connections: { type: 'string', default: '64' },
    /** Those whose name holds this. */
    only: { type: 'string', default: '' },
    dry: { type: 'boolean', default: false },
  },
})
const [tokens = 0, rounds = 0, seconds = 0, connections = 0] = [
  values.tokens,
  values.rounds,
  values.seconds,
  values.connections,
].map(Number)
const SECRET = 'a master secret that only measurements have 0123'

async function main(): Promise<void> {
  if (!has('wrk')) throw new Error('The load is made by wrk. Install it first: apt-get install wrk')
  const pinned = leaveServerCore()
  const folder = await makeDataFolder('bench')
  const database = await openEmbedded({ dataDir: folder.dataDir })
  try {
    const asked = makeSecrets(join(folder.dataDir, 'secrets.txt'))
    console.log(`Filling the databases with ${tokens.toLocaleString('en')} tokens each …`)
    const targets = await prepare(database.url, { tokens, asked })
    const measured = await measureAll(targets, asked, { connections, seconds })
    const postgres = await versionOf(database.url)
    const setting = { tokens, connections, seconds, rounds, pinned, postgres }
    console.log(`\n${describe(setting)}\n\n${toTable(measured)}`)
    if (!values.dry && values.only === '') writeDocs(setting, toTable(measured))
  } finally {
    await database.close()
    await folder.remove()
  }
}

async function prepare(url: string, plan: Plan): Promise<Target[]> {
  const urls = await createDatabases(url)
  const config = loadConfig({ DATABASE_URL: urls.patmint, PATMINT_SECRET: SECRET })
  const services = await assemble(config, { log: createLog({ level: 'warn' }) })
  const api = await fillPatmint(urls.patmint, services, plan)
  await services.close()
  const targets = listTargets(urls, api, SECRET).filter(({ name }) => name.includes(values.only))
  const isWanted = (wanted: string) => targets.some(({ database }) => database === wanted)
  if (isWanted(urls.stock)) await fillStock(urls.stock, plan, api)
  if (isWanted(urls.stockOneQuery)) {
    await fillStock(urls.stockOneQuery, plan, api)
    await dropGrants(urls.stockOneQuery)
  }
  if (isWanted(urls.oauth2Server)) await fillOauth2Server(urls.oauth2Server, plan)
  if (isWanted(urls.betterAuth)) await fillBetterAuth(urls.betterAuth, plan)
  return targets
}

async function createDatabases(url: string): Promise<Databases> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const create = async (name: string) => {
    await client.query(`create database bench_${name}`)
    return Object.assign(new URL(url), { pathname: `/bench_${name}` }).href
  }
  const urls = {
    patmint: await create('patmint'),
    stock: await create('stock'),
    stockOneQuery: await create('stock_one_query'),
    oauth2Server: await create('oauth2_server'),
    betterAuth: await create('better_auth'),
  }
  await client.end()
  return urls
}

/** All run all the time; only one is asked. */
async function measureAll(targets: readonly Target[], asked: Asked, load: Load) {
  const running: { target: Target; server: Running }[] = []
  const measured = new Map(targets.map(({ name }) => [name, [] as Round[]]))
  try {
    for (const target of targets) running.push({ target, server: await start(target.file, target.env) })
    for (const { target, server } of running) await check(target, server, asked)
    // The first seconds are the compiler's.
    for (const { target, server } of running) await measure(target, server, asked, { ...load, seconds: 3 })
    for (let round = 1; round <= rounds; round += 1) {
      for (const { target, server } of running)
        measured.get(target.name)?.push(await measure(target, server, asked, load))
      console.log(`round ${round} of ${rounds}`)
    }
    return measured
  } finally {
    for (const { server } of running) await server.close()
  }
}

async function versionOf(url: string): Promise<string> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ server_version: string }>('show server_version')
  await client.end()
  return rows[0]?.server_version ?? 'unknown'
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error && error.message.startsWith('The load') ? error.message : error)
  process.exitCode = 1
})
