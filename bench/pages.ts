import { parseArgs } from 'node:util'
import { assemble } from '../src/assemble.ts'
import { loadConfig } from '../src/config/index.ts'
import { createLog } from '../src/lib/index.ts'
import { bench, createDatabase, on, SECRET } from './lib/bench.ts'
import { COSTS, describe, RATE, toTable, writeDocs } from './lib/table.ts'
import { type Contender, takeTurns } from './lib/turns.ts'
import { check, type ListContender } from './pages/check.ts'
import { fillTokens, type Keys } from './pages/data.ts'

/*
 * What it costs to show an account its tokens: the page that a signed-in browser gets, and the list that programs get.
 * `npm run bench:pages` writes docs/performance.md; `-- --dry` only prints.
 */

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '20' },
    tokens: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '8' },
    connections: { type: 'string', default: '16' },
    dry: { type: 'boolean', default: false },
  },
})
const [rounds = 0, seconds = 0, connections = 0, accounts = 0, tokensEach = 0] = [
  values.rounds,
  values.seconds,
  values.connections,
  values.accounts,
  values.tokens,
].map(Number)

await bench(async ({ url, dataDir, ...machine }) => {
  const own = await createDatabase(url, 'patmint')
  const env = { DATABASE_URL: own, PATMINT_SECRET: SECRET }
  const keys = await fill(own, env, dataDir)
  const load = { rounds, seconds, connections, ...machine }
  const measured = await takeTurns(listContenders(env, keys), load, check)
  const size = `${accounts} accounts of ${tokensEach} tokens each`
  const text = `${describe(size, load)}\n\n${toTable(measured, [RATE, ...COSTS])}`
  console.log(`\n${text}`)
  if (!values.dry) writeDocs('npm run bench:pages', text)
})

async function fill(url: string, env: Contender['env'], dataDir: string): Promise<Keys> {
  const services = await assemble(loadConfig({ ...env, PORT: '0' }), { log: createLog({ level: 'error' }) })
  try {
    return await on(url, (client) => fillTokens(services, client, { accounts, tokensEach }, dataDir))
  } finally {
    await services.close()
  }
}

function listContenders(env: Contender['env'], { cookies, secrets }: Keys): ListContender[] {
  const file = new URL('lib/patmint.mjs', import.meta.url)
  const page = { secrets: cookies, method: 'GET', headers: { Cookie: '{}' } } as const
  const list = { secrets, method: 'GET', headers: { Authorization: 'Bearer {}' } } as const
  return [
    {
      name: 'the account’s page, 25 tokens of it',
      shows: 25,
      file,
      env,
      question: { ...page, path: '/account/tokens' },
    },
    {
      name: 'the API’s list, 50 a page',
      shows: 50,
      file,
      env,
      question: { ...list, path: '/api/v1/tokens?limit=50' },
    },
  ]
}
