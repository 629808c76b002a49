import type { Config } from './config.ts'
import { options } from './options.ts'
import { ConfigProblems, type Problem } from './problems.ts'

type Environment = Readonly<Record<string, string | undefined>>

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** Reads `.env` where there is one, then the environment, which wins. */
export function loadConfigFromProcess(): Config {
  try {
    process.loadEnvFile()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  return loadConfig(process.env)
}

/**
 * Reads and checks every option. An empty variable counts as not set.
 * @throws {ConfigProblems} with all that is wrong, each with what to do.
 */
export function loadConfig(environment: Environment): Config {
  const problems: Problem[] = []
  const values: Record<string, unknown> = {}
  for (const [name, { variable, schema, example }] of Object.entries(options)) {
    const given = environment[variable]
    const read = schema.safeParse(given === undefined || given.trim() === '' ? undefined : given)
    if (read.success) values[name] = read.data
    else problems.push(...read.error.issues.map(({ message }) => ({ variable, message, example })))
  }
  for (const variable of findUnknown(environment)) {
    problems.push({
      variable,
      message: 'is not an option of Patmint; see docs/configuration.md',
      example: undefined,
    })
  }
  if (problems.length > 0) throw new ConfigProblems(problems)
  return checkTogether(complete(values as Omit<Config, 'production'> & { issuer: string | undefined }))
}

function complete(values: Omit<Config, 'production' | 'issuer'> & { issuer: string | undefined }): Config {
  const issuer = values.issuer ?? `http://127.0.0.1:${values.port}`
  return { ...values, issuer, production: !LOOPBACK.has(new URL(issuer).hostname) }
}

/** A misspelt option that is silently ignored could leave a door open: it is refused. */
function findUnknown(environment: Environment): string[] {
  const known = new Set(Object.values(options).map(({ variable }) => variable))
  return Object.keys(environment).filter((name) => name.startsWith('PATMINT_') && !known.has(name))
}

function checkTogether(config: Config): Config {
  const problems: Problem[] = []
  const add = (variable: string, message: string, example?: string) =>
    problems.push({ variable, message, example })
  if (config.tokenDefaultDays > config.tokenMaxDays) {
    add(
      'PATMINT_TOKEN_DEFAULT_DAYS',
      `must not be longer than PATMINT_TOKEN_MAX_DAYS (${config.tokenMaxDays})`,
    )
  }
  if (config.sessionIdleHours > config.sessionMaxHours) {
    add(
      'PATMINT_SESSION_IDLE_HOURS',
      `must not be longer than PATMINT_SESSION_MAX_HOURS (${config.sessionMaxHours})`,
    )
  }
  if (config.secrets === undefined && config.databaseUrl !== undefined) {
    add('PATMINT_SECRET', 'is required with DATABASE_URL; make one with: openssl rand -base64 48')
  }
  if (config.smtpUrl !== undefined && config.mailFrom === undefined) {
    add('PATMINT_MAIL_FROM', 'is required with PATMINT_SMTP_URL', options.mailFrom.example)
  }
  if (config.smtpUrl === undefined && config.mailFrom !== undefined) {
    add('PATMINT_SMTP_URL', 'is required with PATMINT_MAIL_FROM: without it nothing is sent')
  }
  if (config.metricsPort === config.port) {
    add('PATMINT_METRICS_PORT', 'must be another port than PORT', options.metricsPort.example)
  }
  if (config.production) checkProduction(config, add)
  if (problems.length > 0) throw new ConfigProblems(problems)
  return config
}

function checkProduction(
  config: Config,
  add: (variable: string, message: string, example?: string) => void,
): void {
  if (!config.issuer.startsWith('https:')) {
    add('PATMINT_ISSUER', 'must start with https:// unless it is a loopback address', options.issuer.example)
  }
  if (config.secrets === undefined && config.databaseUrl === undefined) {
    add('PATMINT_SECRET', 'is required in production; make one with: openssl rand -base64 48')
  }
  if (config.databaseUrl === undefined && !config.allowEmbeddedDatabase) {
    add(
      'DATABASE_URL',
      'is required in production; or set PATMINT_ALLOW_EMBEDDED_DATABASE=true for a small single-machine install',
      options.databaseUrl.example,
    )
  }
}
