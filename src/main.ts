import { assemble, type Services } from './assemble.ts'
import { type Config, ConfigProblems, loadConfigFromProcess } from './config/index.ts'
import { isDatabaseFault } from './database/index.ts'
import { createServer } from './http/index.ts'
import { createLog, isProductError, type Log } from './lib/index.ts'

/** Longer than requests are waited for: what has not ended by then will not. */
const PATIENCE_MILLISECONDS = 25_000

const config = readConfig()
if (config !== undefined) run(config)

function readConfig(): Config | undefined {
  try {
    return loadConfigFromProcess()
  } catch (error) {
    if (!(error instanceof ConfigProblems)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
    return undefined
  }
}

function run(config: Config): void {
  // Log lines are JSON and go to standard error; what a person reads goes to standard output. Each can be kept apart.
  const log = createLog({ level: config.logLevel, destination: process.stderr })
  const closers: (() => Promise<void>)[] = []
  const starting = start(config, log, closers)
  const end = createEnd(log, starting, closers)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(0, 'Stopping…'))
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  const fail = (error: unknown): void => {
    log.fatal({ error }, 'an error that nobody expected')
    end(1)
  }
  process.on('unhandledRejection', fail)
  process.on('uncaughtException', fail)
  starting.catch((error: unknown) => {
    explain(config, log, error)
    end(1)
  })
}

/** Opens everything in order, and notes beside each how it is closed. */
async function start(config: Config, log: Log, closers: (() => Promise<void>)[]): Promise<void> {
  const services = await assemble(config, { log, say })
  closers.unshift(() => services.close())
  const server = createServer(services)
  const port = await server.listen()
  closers.unshift(() => server.close())
  log.info({ port, issuer: config.issuer }, 'listening')
  await services.startWork()
  await welcome(services)
}

/** Ends the process once, however often it is asked: what was opened last is closed first, and nothing is left running. */
function createEnd(log: Log, starting: Promise<void>, closers: readonly (() => Promise<void>)[]) {
  let isEnding = false
  return (code: number, farewell?: string): void => {
    if (isEnding) return
    isEnding = true
    if (farewell !== undefined) say(farewell)
    setTimeout(() => process.exit(code || 1), PATIENCE_MILLISECONDS).unref()
    void closeAll(log, starting, closers).then(() => process.exit(code))
  }
}

async function closeAll(log: Log, starting: Promise<void>, closers: readonly (() => Promise<void>)[]) {
  // A database that is half started cannot be stopped: its start is waited for.
  await starting.catch(() => {})
  for (const close of closers) {
    await close().catch((error: unknown) => log.error({ error }, 'something could not be closed'))
  }
}

/** Says where it is. The set-up link goes to the terminal alone: it makes an administrator, and logs are kept. */
async function welcome({ config, accounts }: Services): Promise<void> {
  say(`\n  Patmint is at   ${config.issuer}\n  Its database    ${describeDatabase(config)}`)
  const key = await accounts.createSetupLink()
  if (key !== undefined) say(inviteFirstAdmin(`${config.issuer}/setup?key=${key}`))
  say('\n  Ctrl-C ends it.\n')
}

function inviteFirstAdmin(link: string): string {
  const line = '━'.repeat(88)
  return `
${line}

  There is no administrator yet. Open this link within the hour to become the first:

    ${link}

  or do the same in another terminal:

    npm run patmint -- account create --email you@example.com --admin

${line}`
}

function describeDatabase({ databaseUrl, dataDir }: Config): string {
  if (databaseUrl === undefined) return `embedded PostgreSQL (data folder ${dataDir})`
  const { host, pathname } = new URL(databaseUrl)
  return `PostgreSQL at ${host}${pathname}`
}

const describeListener = ({ host, metricsHost, metricsPort }: Config, port: number) =>
  port === metricsPort
    ? { host: metricsHost, variable: 'PATMINT_METRICS_PORT', hostVariable: 'PATMINT_METRICS_HOST' }
    : { host, variable: 'PORT', hostVariable: 'PATMINT_HOST' }

/** What the operator can change is said in words; anything else is a bug, and its stack goes to the log. */
function explain(config: Config, log: Log, error: unknown): void {
  const { code, port = config.port } = error as NodeJS.ErrnoException & { port?: number }
  const { host, variable, hostVariable } = describeListener(config, port)
  if (code === 'EADDRINUSE') {
    complain(
      `Port ${port} is taken: something already listens on ${host}:${port}. Stop it, or set ${variable} to another.`,
    )
  } else if (code === 'EACCES' || code === 'EADDRNOTAVAIL') {
    complain(
      `Patmint may not listen on ${host}:${port} (${code}). Set ${variable} or ${hostVariable} to something else.`,
    )
  } else if (isDatabaseFault(error) && config.databaseUrl !== undefined) {
    complain(`${describeDatabase(config)} does not answer (${(error as Error).message}). Check DATABASE_URL.`)
  } else if (isProductError(error)) {
    complain(error.message)
  } else {
    log.fatal({ error }, 'Patmint could not start')
    complain('Patmint could not start; the last log line says why.')
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

function complain(text: string): void {
  process.stderr.write(`\n${text}\n`)
}
