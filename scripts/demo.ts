import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { assemble, type Services } from '../src/assemble.ts'
import { type Config, loadConfig } from '../src/config/index.ts'
import { createServer } from '../src/http/index.ts'
import { createLog } from '../src/lib/index.ts'
import { openReceiver } from './lib/demo/webhooks.ts'
import { createDemoData, type Demo } from './lib/demo-data.ts'
import { findFreePort } from './lib/ports.ts'
import { makeDataFolder } from './lib/throw-away.ts'

/*
 * A throw-away instance with a year of life in it, to look at every page full: npm run demo
 * With DATABASE_URL it goes into that database, which must be empty. `--only-data` ends when the data is there.
 */

async function main(onlyData: boolean): Promise<void> {
  const { DATABASE_URL: databaseUrl = '', PORT: port, PATMINT_SECRET: secret } = process.env
  if (databaseUrl !== '') await refuseFull(databaseUrl)
  const folder = await makeDataFolder('demo')
  try {
    const config = loadConfig({
      PATMINT_DATA_DIR: folder.dataDir,
      DATABASE_URL: databaseUrl,
      PATMINT_SECRET: secret ?? randomBytes(48).toString('base64url'),
      PORT: port ?? String(await findFreePort()),
      PATMINT_WEBHOOK_NETWORKS: '127.0.0.0/8',
    })
    await run(config, onlyData, untilSignal())
  } finally {
    await folder.remove()
  }
}

/** What is there could not be told from what is made up, and nobody could take it out again. */
async function refuseFull(url: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema')`,
    )
    if (rows[0]?.count === 0) return
  } finally {
    await client.end()
  }
  throw new Refusal(
    'The database that DATABASE_URL names is not empty. Give the demonstration one of its own.',
  )
}

class Refusal extends Error {}

const BEGINNING = 411 * 86_400_000

/**
 * From now on Ctrl-C no longer ends the process by itself, however often it comes, and it comes twice: from the terminal,
 * and passed on by the wrapper. The database must not be left behind.
 */
const untilSignal = (): Promise<void> =>
  new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve())
  }).then(() => say('Stopping…'))

async function run(config: Config, onlyData: boolean, ended: Promise<unknown>): Promise<void> {
  // Time begins in the past, so that there is a history to show, and what every start makes is older than all of it.
  let ahead = -BEGINNING
  const clock = () => new Date(Date.now() + ahead)
  const services = await assemble(config, {
    clock,
    // That a webhook is not delivered is part of the demonstration.
    log: createLog({ level: 'error', destination: process.stderr }),
    say,
  })
  const receiver = await openReceiver()
  try {
    say('Making a year of data …')
    const begun = Date.now()
    const goBack = (milliseconds: number) => {
      ahead = -milliseconds
    }
    const making = createDemoData(services, goBack, receiver.url)
    const demo = await Promise.race([making, ended.then(() => undefined)])
    if (demo === undefined) return
    say(`It took ${((Date.now() - begun) / 1000).toFixed(0)} seconds.`)
    if (!onlyData) await serve(services, demo, ended)
  } finally {
    await services.close()
    receiver.close()
  }
}

async function serve(
  services: Services,
  { admin, member, password }: Demo,
  ended: Promise<unknown>,
): Promise<void> {
  const server = createServer(services)
  await server.listen()
  const { issuer } = services.config
  say(`
  The demonstration is at  ${issuer}/sign-in

    as an administrator    ${admin}
    as a member            ${member}
    password               ${password}

  Ctrl-C ends it, and nothing of it stays.
`)
  await ended
  await server.close({ drainMilliseconds: 0 })
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

try {
  await main(process.argv.includes('--only-data'))
} catch (error) {
  if (!(error instanceof Refusal)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
