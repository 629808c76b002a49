import { makeDataFolder } from '../scripts/lib/throw-away.ts'
import { assemble } from '../src/assemble.ts'
import { OPERATOR } from '../src/audit/index.ts'
import { loadConfig } from '../src/config/index.ts'
import { openEmbedded } from '../src/database/index.ts'
import { createLog } from '../src/lib/index.ts'
import { openBareRoute, openPatmint, withLimit, withoutLimit } from './doors.ts'

/*
 * The process that is measured. It serves every door over one database, tells its parent where they are, and ends with it.
 * The load comes from the parent: what makes it must not take turns with what answers it.
 */

const TOKENS = 50

const folder = await makeDataFolder('bench')
const database = await openEmbedded({ dataDir: folder.dataDir })
const services = await assemble(
  loadConfig({
    DATABASE_URL: database.url,
    PATMINT_SECRET: 'a master secret that only measurements have 0123',
    PATMINT_LOG_LEVEL: 'error',
    PATMINT_TOKENS_PER_ACCOUNT: String(TOKENS),
  }),
  { log: createLog({ level: 'error' }) },
)
await services.catalogue.ensureExamples(OPERATOR)
const { id: accountId } = await services.accounts.create(OPERATOR, {
  email: 'ada@example.com',
  name: 'Ada',
  role: 'member',
  password: 'a long walk by the sea',
})
const secrets: string[] = []
for (let n = 0; n < TOKENS; n += 1)
  secrets.push(
    (await services.tokens.mint(OPERATOR, { accountId, name: `ci ${n}`, scopes: ['tracker:read'] })).secret,
  )

const authenticated = await openPatmint(services, 'whoami, authentication only', withoutLimit(services))
const headers = { authorization: `Bearer ${secrets[0]}` }
const body = (await (await fetch(authenticated.url, { headers })).json()) as object
const redisUrl = process.env['TEST_REDIS_URL']
const doors = [
  await openBareRoute(body),
  authenticated,
  await openPatmint(services, 'whoami, limit in memory', await withLimit(services, {})),
  await openPatmint(
    services,
    'whoami, limit in PostgreSQL',
    await withLimit(services, { pool: services.database.pool }),
  ),
  ...(redisUrl === undefined
    ? []
    : [await openPatmint(services, 'whoami, limit in Redis', await withLimit(services, { redisUrl }))]),
]

async function close(): Promise<void> {
  for (const door of doors) await door.close()
  await services.close()
  await database.close()
  await folder.remove()
}

process.on('message', (word) => {
  if (word === 'close') void close().then(() => process.disconnect())
  else process.send?.(process.cpuUsage())
})
process.send?.({
  doors: doors.map(({ name, url, isLimited }) => ({ name, url, isLimited })),
  secrets,
  accountId,
})
