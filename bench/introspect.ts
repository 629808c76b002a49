import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { assemble } from '../src/assemble.ts'
import { loadConfig } from '../src/config/index.ts'
import { createLog } from '../src/lib/index.ts'
import { check } from './introspect/check.ts'
import {
  ASKED,
  dropGrants,
  fileOf,
  fillBetterAuth,
  fillOauth2Server,
  fillPatmint,
  fillStock,
  type Plan,
} from './introspect/data.ts'
import { type Databases, FLOOR, listTargets, STOCK, type Target } from './introspect/targets.ts'
import { bench, createDatabase, SECRET } from './lib/bench.ts'
import { makeSecrets } from './lib/instance.ts'
import { runOnce } from './lib/processes.ts'
import { COSTS, describe, medianOf, RATE, ratioTo, toTable, writeDocs } from './lib/table.ts'
import { type Measured, takeTurns } from './lib/turns.ts'

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

await bench(async ({ url, dataDir, ...machine }) => {
  const file = join(dataDir, 'secrets.txt')
  const asked = { file, secrets: makeSecrets(file, ASKED) }
  const size = `${tokens.toLocaleString('en')} tokens`
  console.log(`Filling the databases with ${size} each …`)
  const load = { connections, seconds, rounds, ...machine }
  const targets = await prepare(url, { tokens, asked })
  const measured = await takeTurns(targets, load, (target, server) => check(target, server, asked.secrets))
  const text = `${describe(size, load)}\n\n${tableOf(measured)}`
  console.log(`\n${text}`)
  if (values.dry || values.only !== '') return
  await plot(measured)
  writeDocs('npm run bench', `${text}\n\n![Introspections a second](images/introspection.svg)`)
})

/** As bars, in the order of the table. */
async function plot(measured: Measured): Promise<void> {
  const { pathname } = new URL('../docs/images/introspection.svg', import.meta.url)
  const bars = [...measured].map(([name, each]) => ({
    name,
    perSecond: Math.round(medianOf(each.map(({ perSecond }) => perSecond))),
  }))
  await runOnce(fileOf('plot.mjs'), [pathname, JSON.stringify(bars)], {})
}

function tableOf(measured: Measured): string {
  const ofFloor = ratioTo('of the floor', measured, FLOOR, 2)
  return toTable(measured, [RATE, ofFloor, ratioTo('times stock', measured, STOCK, 1), ...COSTS])
}

async function prepare(url: string, plan: Plan): Promise<Target[]> {
  const urls = await createDatabases(url)
  const config = loadConfig({ DATABASE_URL: urls.patmint, PATMINT_SECRET: SECRET })
  const services = await assemble(config, { log: createLog({ level: 'warn' }) })
  const api = await fillPatmint(urls.patmint, services, plan)
  await services.close()
  const targets = listTargets(urls, plan.asked, api, SECRET).filter(({ name }) => name.includes(values.only))
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
  return {
    patmint: await createDatabase(url, 'patmint'),
    stock: await createDatabase(url, 'stock'),
    stockOneQuery: await createDatabase(url, 'stock_one_query'),
    oauth2Server: await createDatabase(url, 'oauth2_server'),
    betterAuth: await createDatabase(url, 'better_auth'),
  }
}
