import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { findFreePort } from '../scripts/lib/ports.ts'
import { assemble, type Services } from '../src/assemble.ts'
import { loadConfig } from '../src/config/index.ts'
import { createLog } from '../src/lib/index.ts'
import { readSizes } from './growth/disk.ts'
import { timeJobs, timeMinting } from './growth/jobs.ts'
import { type Loaded, load } from './growth/load.ts'
import { timePages } from './growth/pages.ts'
import { type Grown, toTables } from './growth/report.ts'
import { bench, createDatabase, SECRET } from './lib/bench.ts'
import { COSTS, describe, RATE, ratioTo, toTable, writeDocs } from './lib/table.ts'
import { type Contender, takeTurns } from './lib/turns.ts'

/*
 * What ten thousand, a million and ten million tokens cost: introspection, asked of all of them in turns in one run; then every
 * page and job; and what lies on the disk. `npm run bench:growth` writes docs/scaling.md; `-- --dry` only prints.
 */

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10000,1000000,10000000' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '8' },
    connections: { type: 'string', default: '64' },
    /** How often each page is asked for, and each job done, after a first time. */
    repeats: { type: 'string', default: '7' },
    dry: { type: 'boolean', default: false },
  },
})
const sizes = values.sizes.split(',').map(Number)
const [rounds = 0, seconds = 0, connections = 0, repeats = 0] = [
  values.rounds,
  values.seconds,
  values.connections,
  values.repeats,
].map(Number)

type Database = Loaded & { readonly name: string; readonly url: string }

await bench(async ({ url, dataDir, ...machine }) => {
  const databases: Database[] = []
  for (const size of sizes) databases.push(await fill(url, size, dataDir))
  const setting = { rounds, seconds, connections, ...machine }
  const contenders = databases.map(toContender)
  const measured = await takeTurns(contenders, setting, check)
  const first = contenders[0]?.name ?? ''
  const columns = [RATE, ratioTo(`beside ${first}`, measured, first, 2), ...COSTS]
  const introspection = `${describe('introspections', setting)}\n\n${toTable(measured, columns)}`
  const grown: Grown[] = []
  for (const database of databases) grown.push(await examine(database))
  const text = `${introspection}\n\n${toTables(grown)}`
  console.log(`\n${text}`)
  if (!values.dry) writeDocs('npm run bench:growth', text, 'scaling.md')
})

async function fill(url: string, tokens: number, dataDir: string): Promise<Database> {
  const name = `${tokens.toLocaleString('en')} tokens`
  console.log(name)
  const own = await createDatabase(url, `growth_${tokens}`)
  const loaded = await withServices(own, (services) =>
    load(own, services, tokens, join(dataDir, `secrets-${tokens}.txt`)),
  )
  return { ...loaded, name, url: own }
}

async function withServices<T>(url: string, work: (services: Services) => Promise<T>): Promise<T> {
  const port = await findFreePort()
  const config = loadConfig({ DATABASE_URL: url, PATMINT_SECRET: SECRET, PORT: String(port) })
  const services = await assemble(config, { log: createLog({ level: 'error' }) })
  try {
    return await work(services)
  } finally {
    await services.close()
  }
}

function toContender({ name, url, secrets, api }: Database): Contender {
  const authorization = `Basic ${Buffer.from(`${api.id}:${api.secret}`).toString('base64')}`
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded', Authorization: authorization }
  return {
    name,
    file: new URL('lib/patmint.mjs', import.meta.url),
    env: { DATABASE_URL: url, PATMINT_SECRET: SECRET },
    question: {
      secrets,
      method: 'POST',
      path: '/introspect',
      body: 'token={}&client_ip=203.0.113.9',
      headers,
    },
  }
}

/** What is measured must be the right answer. @throws where it is not */
async function check({ name, question }: Contender, { url }: { url: string }): Promise<void> {
  const secrets = await readSome(question.secrets)
  for (const secret of secrets) {
    const body = question.body?.replace('{}', secret) ?? ''
    const ask = () => fetch(url + question.path, { method: 'POST', headers: question.headers, body })
    let answer = await ask()
    // What was just loaded is still being written to the disk: the first looks may take too long.
    for (let again = 0; answer.status === 503 && again < 10; again += 1) {
      await sleep(1_000)
      answer = await ask()
    }
    const said = (await answer.json()) as { active?: boolean }
    if (said.active !== true)
      throw new Error(`${name}: a live token is not active: ${answer.status} ${JSON.stringify(said)}`)
  }
}

/** Pages, jobs, minting, and what lies on the disk. */
async function examine(database: Database): Promise<Grown> {
  const { name, url } = database
  console.log(`the pages and jobs of ${name}`)
  const timed = await withServices(url, async (services) => ({
    pages: await timePages(services, repeats),
    jobs: await timeJobs(services, repeats),
    minting: await timeMinting(services, 10 * repeats),
  }))
  return { name, ...timed, sizes: await readSizes(url) }
}

async function readSome(file: string): Promise<string[]> {
  return (await readFile(file, 'utf8')).split('\n').slice(0, 200)
}
