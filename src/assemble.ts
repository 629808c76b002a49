import { type Accounts, createAccounts, createPasswords, createThrottle } from './accounts/index.ts'
import { type Audit, createAudit, SYSTEM } from './audit/index.ts'
import { type Catalogue, createCatalogue } from './catalogue/index.ts'
import { type Clients, createClients } from './clients/index.ts'
import { type Config, deriveKeys, type Keys, readOrCreateSecret } from './config/index.ts'
import {
  type Database,
  type Executor,
  type Isolation,
  migrate,
  openDatabase,
  openEmbedded,
  persist,
  within,
} from './database/index.ts'
import { createDeclarations, type Declarations } from './declaration/index.ts'
import { entities } from './entities.ts'
import { createIntrospection, type Introspection } from './introspection/index.ts'
import { type Jobs, openJobs, queueOf } from './jobs/index.ts'
import { type Clock, type Log, systemClock } from './lib/index.ts'
import { type Announce, createMail, type Mail, NO_MAIL } from './mail/index.ts'
import { createMetrics, type Metrics } from './metrics/index.ts'
import { createOauth, type Oauth } from './oauth/index.ts'
import { createOrganizations, IS_IN_ORGANIZATION, type Organizations } from './organizations/index.ts'
import { createPolicies, type Policies, type PolicySettings, TOKEN_KINDS } from './policy/index.ts'
import { type Counter, createRateLimits, openCounter, type RateLimits } from './rate-limit/index.ts'
import { createSessions, type Sessions } from './sessions/index.ts'
import { createTokenFormat, createTokens, type Tokens } from './tokens/index.ts'
import { openTracing, type Tracing } from './tracing/index.ts'
import { goRound, tidy } from './upkeep.ts'
import { createWebhooks, type Webhooks } from './webhooks/index.ts'

/** Every room, built once and connected. The two doors, `http/` and `cli/`, get nothing else. */
export type Services = {
  readonly config: Config
  readonly keys: Keys
  readonly log: Log
  readonly clock: Clock
  readonly database: Database
  readonly audit: Audit
  readonly policies: Policies
  readonly accounts: Accounts
  readonly sessions: Sessions
  readonly organizations: Organizations
  readonly clients: Clients
  readonly catalogue: Catalogue
  readonly tokens: Tokens
  readonly rateLimits: RateLimits
  readonly declarations: Declarations
  readonly mail: Mail
  readonly metrics: Metrics
  readonly webhooks: Webhooks
  readonly tracing: Tracing
  readonly oauth: Oauth
  readonly introspection: Introspection
  /** Lends rooms whose verbs all take part in one transaction: all of what they do is kept, or none. */
  transact<T>(work: (rooms: LentRooms) => Promise<T>, isolation?: Isolation): Promise<T>
  /** What opening had to do first. */
  readonly prepared: Prepared
  /** From now on this node does what waits and what time brings: mails, webhooks, the news that tokens end. */
  startWork(): Promise<void>
  /** Writes what is still in memory, and lets go of the database. */
  close(): Promise<void>
}

/** On one transaction. They go when it is over. */
export type LentRooms = ReturnType<typeof createRoomsOn> & { readonly tx: Executor }

type Prepared = {
  /** The names of the migrations that ran. */
  readonly migrations: readonly string[]
  readonly internalClientCreated: boolean
}

type Options = {
  readonly log: Log
  readonly clock?: Clock
  /** One line for a person who waits. */
  readonly say?: (line: string) => void
  /** Where they are not only this process's to show. */
  readonly metrics?: Metrics
}

/** Opens and migrates the database, ensures what must be there, and builds the rooms. */
export async function assemble(config: Config, options: Options): Promise<Services> {
  const { log, clock = systemClock, say = () => {}, metrics = createMetrics() } = options
  const connection = await connect(config, log, say)
  try {
    const migrations = await migrate(connection.url)
    if (migrations.length > 0) say(`Brought the database schema up to date (${migrations.join(', ')}).`)
    return await openRooms(config, { log, clock, connection, metrics, migrations })
  } catch (error) {
    await connection.close()
    throw error
  }
}

type Connection = { readonly url: string; close(): Promise<void> }

type Opened = {
  log: Log
  clock: Clock
  connection: Connection
  metrics: Metrics
  migrations: readonly string[]
}

async function openRooms(config: Config, { connection, ...opened }: Opened): Promise<Services> {
  const { url } = connection
  const { database, tracing } = await openWatched(config, url, opened)
  const closers = [() => database.close(), () => tracing.close()]
  const closeAll = async () => {
    for (const close of closers) await close()
  }
  try {
    const keys = deriveKeys(config.secrets ?? [await readOrCreateSecret(config.dataDir)])
    const jobs = await openJobs({ ...opened, database, queues: Object.values(QUEUES) })
    closers.unshift(() => jobs.close())
    const counter = await openRateLimitCounter(config, { ...opened, database })
    closers.unshift(() => counter.close())
    const close = async () => {
      await closeAll()
      await connection.close()
    }
    return await buildRooms(config, { ...opened, database, keys, jobs, counter, tracing, close })
  } catch (error) {
    await closeAll()
    throw error
  }
}

/** The database, and those who are told of everything that is asked of it. */
async function openWatched(config: Config, url: string, { log, metrics }: Pick<Opened, 'log' | 'metrics'>) {
  const tracing = await openTracing(config, log)
  const watchers = [metrics.databaseWatcher, tracing.databaseWatcher]
  const { databasePoolSize: poolSize, preparedStatements } = config
  const database = await openDatabase({ url, entities, poolSize, preparedStatements, log, watchers })
  metrics.watchPool(database.pool)
  return { database, tracing }
}

async function connect(config: Config, log: Log, say: (line: string) => void): Promise<Connection> {
  if (config.databaseUrl !== undefined) return { url: config.databaseUrl, close: async () => {} }
  return await openEmbedded({ dataDir: config.dataDir, log, onProgress: say })
}

type Base = {
  log: Log
  clock: Clock
  database: Database
  keys: Keys
  jobs: Jobs
  counter: Counter
  metrics: Metrics
  tracing: Tracing
  migrations: readonly string[]
  close: () => Promise<void>
}

async function buildRooms(config: Config, base: Base): Promise<Services> {
  const { log, clock, database, keys, counter, metrics, tracing, migrations, close } = base
  const mail = openMail(config, base)
  const initial = initialPolicy(config)
  const passwords = createPasswords(config.passwordHashConcurrency)
  const throttle = createThrottle(database.pool)
  const { announce } = mail
  const delivery = { queue: queueOf(base.jobs, QUEUES.webhooks), sealKeys: keys.seal }
  const roomsOn = (on: Database) =>
    createRoomsOn(on, { clock, log, config, initial, passwords, throttle, announce, metrics, ...delivery })
  const { accounts, sessions, organizations, policies, clients, catalogue, tokens, webhooks } =
    roomsOn(database)
  await webhooks.resealSecrets()
  const { created: internalClientCreated } = await clients.ensureInternal(SYSTEM)
  await catalogue.ensureOwnModule(SYSTEM)
  if (config.databaseUrl === undefined) await catalogue.ensureExamples(SYSTEM)
  const rooms = {
    config,
    keys,
    log,
    clock,
    database,
    accounts,
    sessions,
    organizations,
    policies,
    clients,
    catalogue,
    tokens,
    rateLimits: createRateLimits({
      clock,
      counter,
      perMinute: config.rateLimitPerMinute,
      introspectionsPerMinute: config.introspectionRateLimitPerMinute,
    }),
    metrics,
  }
  const oauth = await createOauth(rooms)
  const introspection = createIntrospection({ ...rooms, tracing })
  const endTidying = await tidy({
    clock,
    log,
    database,
    accounts,
    sessions,
    oauth,
    tokens,
    webhooks,
    counter,
  })
  let endWork = async () => {}
  return {
    ...rooms,
    audit: createAudit({ database }),
    declarations: createDeclarations({ database, clock, initial, roomsOn }),
    mail,
    webhooks,
    tracing,
    oauth,
    introspection,
    transact: (work, isolation) => database.transaction((tx) => lend(roomsOn, database, tx, work), isolation),
    prepared: { migrations, internalClientCreated },
    async startWork() {
      await persist(mail.startDelivery)
      await persist(webhooks.startDelivery)
      endWork = goRound({ log, tokens })
    },
    async close() {
      endTidying()
      introspection.close()
      await endWork()
      await tokens.close()
      await close()
    },
  }
}

async function lend<T>(
  roomsOn: (on: Database) => ReturnType<typeof createRoomsOn>,
  database: Database,
  tx: Executor,
  work: (rooms: LentRooms) => Promise<T>,
): Promise<T> {
  const rooms = roomsOn(within(database, tx))
  try {
    return await work({ ...rooms, tx })
  } finally {
    await rooms.tokens.close()
  }
}

const QUEUES = { mail: 'mail', webhooks: 'webhooks' } as const

/** Where no mail server is named, nothing is sent. */
function openMail({ smtpUrl, mailFrom: from, issuer }: Config, { log, clock, keys, jobs }: Base): Mail {
  if (smtpUrl === undefined || from === undefined) return NO_MAIL
  const deps = { log, clock, sealKeys: keys.seal, queue: queueOf(jobs, QUEUES.mail) }
  return createMail({ smtpUrl, from, issuer }, deps)
}

/** Where there is one process, its memory will do. */
const openRateLimitCounter = (
  { redisUrl, databaseUrl, workers }: Config,
  { log, database }: Pick<Base, 'log' | 'database'>,
): Promise<Counter> => {
  const isAlone = databaseUrl === undefined && workers === 1
  return openCounter({ redisUrl, pool: isAlone ? undefined : database.pool, log })
}

type Shared = Pick<Base, 'clock' | 'log' | 'metrics'> & {
  readonly config: Config
  readonly initial: PolicySettings
  readonly passwords: ReturnType<typeof createPasswords>
  readonly throttle: ReturnType<typeof createThrottle>
  readonly announce: Announce
  readonly queue: ReturnType<typeof queueOf>
  readonly sealKeys: Keys['seal']
}

/** The rooms whose verbs may take part in a transaction that is theirs together: see `within`. */
function createRoomsOn(
  database: Database,
  { clock, log, config, initial, announce, metrics, queue, sealKeys, ...shared }: Shared,
) {
  const policies = createPolicies({ database, clock, initial })
  const accounts = createAccounts({ database, clock, announce, metrics, ...shared })
  const sessions = createSessions({
    database,
    clock,
    policy: config,
    accounts,
    isInOrganization: IS_IN_ORGANIZATION,
  })
  const organizations = createOrganizations({ database, clock, accounts })
  const clients = createClients({ database, clock })
  const catalogue = createCatalogue({ database, clock })
  const format = createTokenFormat(config.tokenPrefix)
  const rules = { networks: config.webhookNetworks, allowsHttp: !config.production }
  const webhooks = createWebhooks({ database, clock, log, sealKeys, queue, rules })
  const tokens = createTokens({
    database,
    clock,
    log,
    format,
    kept: config,
    announce,
    metrics,
    publish: webhooks.publish,
    policies,
    organizations,
    clients,
    catalogue,
  })
  return { policies, accounts, sessions, organizations, clients, catalogue, tokens, webhooks }
}

/** The policy until somebody saves another: members may grant every scope of the catalogue, administrators `admin` too. */
export const initialPolicy = (config: Config): PolicySettings => ({
  defaultDays: config.tokenDefaultDays,
  maxDays: config.tokenMaxDays,
  allowNever: config.tokenNeverExpires,
  maxIdleDays: null,
  tokensPerAccount: config.tokensPerAccount,
  kinds: TOKEN_KINDS,
  requireNetworks: false,
  networks: [],
  memberScopes: ['*'],
  adminScopes: ['*', 'admin'],
})
