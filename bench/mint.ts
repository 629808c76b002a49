import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { assemble } from '../src/assemble.ts'
import { loadConfig } from '../src/config/index.ts'
import { createLog } from '../src/lib/index.ts'
import { bench, createDatabase, on, SECRET } from './lib/bench.ts'
import { makeSecrets } from './lib/instance.ts'
import { COSTS, describe, RATE, ratioTo, toTable, writeDocs } from './lib/table.ts'
import { type Contender, takeTurns } from './lib/turns.ts'
import { check } from './mint/check.ts'
import { ACCOUNTS, CREATE_ROWS, fillAccounts, tellOfTokens } from './mint/data.ts'

/*
 * What generating a token through the API costs, beside a bare server that inserts a row and does nothing else, taking turns in
 * one run. `npm run bench:mint` writes docs/performance.md; `-- --dry` only prints.
 */

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '8' },
    connections: { type: 'string', default: '64' },
    dry: { type: 'boolean', default: false },
  },
})
const [rounds = 0, seconds = 0, connections = 0] = [values.rounds, values.seconds, values.connections].map(
  Number,
)
const FLOOR = 'node:http that inserts a row'
/** As many as a run may make. */
const LIMITS = { PATMINT_TOKENS_PER_ACCOUNT: '10000' }

await bench(async ({ url, dataDir, ...machine }) => {
  const file = join(dataDir, 'secrets.txt')
  const secrets = makeSecrets(file, ACCOUNTS)
  const question = {
    secrets: file,
    method: 'POST' as const,
    path: '/api/v1/tokens',
    body: JSON.stringify({ name: 'ci deploy', scopes: ['tracker:read', 'tracker:write'], expiresInDays: 30 }),
    headers: { 'Content-Type': 'application/json', Authorization: 'Bearer {}' },
  }
  const contenders: Contender[] = [
    { name: FLOOR, question, ...(await prepareFloor(url)) },
    { name: 'Patmint', question, ...(await preparePatmint(url, 'patmint', secrets)) },
    {
      name: 'Patmint, a webhook told of each',
      question,
      ...(await preparePatmint(url, 'webhook', secrets, tellOfTokens)),
    },
  ]
  const load = { rounds, seconds, connections, ...machine }
  const measured = await takeTurns(contenders, load, (contender, server) => check(contender, server, secrets))
  const size = `${ACCOUNTS.toLocaleString('en')} accounts`
  const columns = [RATE, ratioTo('of the floor', measured, FLOOR, 2), ...COSTS]
  const text = `${describe(size, load)}\n\n${toTable(measured, columns)}`
  console.log(`\n${text}`)
  if (!values.dry) writeDocs('npm run bench:mint', text)
})

type Served = Pick<Contender, 'file' | 'env'>

async function prepareFloor(url: string): Promise<Served> {
  const own = await createDatabase(url, 'floor')
  await on(own, (client) => client.query(CREATE_ROWS))
  return { file: new URL('mint/insert-row.mjs', import.meta.url), env: { DATABASE_URL: own } }
}

async function preparePatmint(
  url: string,
  name: string,
  secrets: readonly string[],
  more: typeof tellOfTokens = async () => {},
): Promise<Served> {
  const own = await createDatabase(url, name)
  const env = { DATABASE_URL: own, PATMINT_SECRET: SECRET, ...LIMITS }
  const services = await assemble(loadConfig(env), { log: createLog({ level: 'warn' }) })
  try {
    await on(own, (client) => fillAccounts(services, client, secrets))
    await more(services)
  } finally {
    await services.close()
  }
  return { file: new URL('lib/patmint.mjs', import.meta.url), env }
}
