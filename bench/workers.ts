import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { assemble } from '../src/assemble.ts'
import { loadConfig } from '../src/config/index.ts'
import { createLog } from '../src/lib/index.ts'
import { check } from './introspect/check.ts'
import { ASKED, fillPatmint } from './introspect/data.ts'
import { introspections } from './introspect/targets.ts'
import { bench, createDatabase, SECRET } from './lib/bench.ts'
import { makeSecrets } from './lib/instance.ts'
import { CPU, describe, RATE, ratioTo, TIMES, toTable, writeDocs } from './lib/table.ts'
import { takeTurns } from './lib/turns.ts'

/*
 * What a second process brings. Servers, database and load have all cores together here, so on a small machine it is less than
 * twice as much. `npm run bench:workers` writes docs/performance.md; `-- --dry` only prints.
 */

const { values } = parseArgs({
  options: {
    tokens: { type: 'string', default: '1000000' },
    workers: { type: 'string', default: '1,2' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '8' },
    connections: { type: 'string', default: '64' },
    dry: { type: 'boolean', default: false },
  },
})
const [tokens = 0, rounds = 0, seconds = 0, connections = 0] = [
  values.tokens,
  values.rounds,
  values.seconds,
  values.connections,
].map(Number)

const nameOf = (workers: string): string => (workers === '1' ? 'one process' : `${workers} processes`)

await bench(async ({ url, dataDir, ...machine }) => {
  const file = join(dataDir, 'secrets.txt')
  const asked = { file, secrets: makeSecrets(file, ASKED) }
  const database = await createDatabase(url, 'patmint')
  const settings = { DATABASE_URL: database, PATMINT_SECRET: SECRET }
  const services = await assemble(loadConfig(settings), { log: createLog({ level: 'warn' }) })
  const api = await fillPatmint(database, services, { tokens, asked })
  await services.close()
  const contenders = values.workers.split(',').map((workers) => ({
    name: nameOf(workers),
    file: new URL('workers/program.mjs', import.meta.url),
    env: { ...settings, PATMINT_WORKERS: workers },
    question: introspections(file, api),
    tells: { tokens: true, clients: true },
    everywhere: true,
  }))
  const load = { connections, seconds, rounds, ...machine }
  const measured = await takeTurns(contenders, load, (contender, server) =>
    check(contender, server, asked.secrets),
  )
  const size = `${tokens.toLocaleString('en')} tokens`
  const setting = { ...load, pinned: 'shared by servers, database and load' }
  const ratio = ratioTo('times one process', measured, nameOf(values.workers.split(',')[0] ?? '1'), 2)
  const text = `${describe(size, setting)}\n\n${toTable(measured, [RATE, ratio, ...TIMES, ...CPU])}`
  console.log(`\n${text}`)
  if (!values.dry) writeDocs('npm run bench:workers', text)
})
