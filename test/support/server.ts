import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { findFreePort } from '../../scripts/lib/ports.ts'
import { insertAccount } from '../../src/accounts/create.ts'
import { type Account, createPasswords, type Role } from '../../src/accounts/index.ts'
import { assemble, type Services } from '../../src/assemble.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { loadConfig } from '../../src/config/index.ts'
import { createServer } from '../../src/http/index.ts'
import { createLog } from '../../src/lib/index.ts'
import type { Organization } from '../../src/organizations/index.ts'
import { type MovableClock, movableClock } from './clock.ts'
import { freshDatabase, startedDatabase } from './database.ts'
import { TEST_SECRET } from './first-start.ts'
import { dumpDatabase, findLeaks, rememberSecrets } from './secrets.ts'

export const PASSWORD = 'a long walk by the sea'

export type TestRooms = Services & {
  readonly clock: MovableClock
  /** Everything logged so far, as JSON lines. */
  logged(): string
  readonly databaseUrl: string
  /** An account with PASSWORD; the name before the @ is made of `name`. */
  createAccount(name: string, role?: Role): Promise<Account>
  /** An organization of this name, and who administers it. */
  createOrganization(name: string, ...admins: Account[]): Promise<Organization>
}

export type TestServer = TestRooms & {
  /** The issuer, and where it listens: `http://127.0.0.1:41234`. */
  readonly url: string
}

/** Made once: each takes 20 ms of a core. `test/accounts/password.test.ts` is about them. */
let passwordHash: Promise<string> | undefined

const open = new Set<() => Promise<void>>()

/**
 * Every room on a database of its own, without HTTP. `close()` also searches the database and the log for every secret
 * that was given out, and fails where it finds one (T4, T7).
 */
export async function freshRooms(environment: Record<string, string> = {}): Promise<TestRooms> {
  // With a secret of its own it cannot read the signing keys that another start has made.
  const isAsEver = environment['PATMINT_SECRET'] === undefined
  const { url, drop } = await (isAsEver ? startedDatabase() : freshDatabase())
  const dataDir = await mkdtemp(join(tmpdir(), 'patmint-data-'))
  const config = loadConfig({
    DATABASE_URL: url,
    PATMINT_SECRET: TEST_SECRET,
    PATMINT_DATA_DIR: dataDir,
    PATMINT_DATABASE_POOL_SIZE: '4',
    PATMINT_LOG_LEVEL: 'debug',
    ...environment,
  })
  const lines: string[] = []
  const clock = movableClock()
  const log = createLog({ level: config.logLevel, destination: { write: (line) => void lines.push(line) } })
  const services = await assemble(config, { clock, log })
  await services.catalogue.ensureExamples(OPERATOR)
  const secrets = rememberSecrets(services)
  const close = async () => {
    open.delete(close)
    await services.close()
    const leaks = findLeaks(`${await dumpDatabase(url)}\n${lines.join('')}`, secrets)
    await drop()
    await rm(dataDir, { recursive: true, force: true })
    expect(leaks, 'secrets in the database or the log').to.deep.equal([])
  }
  open.add(close)
  return {
    ...services,
    clock,
    close,
    databaseUrl: url,
    logged: () => lines.join(''),
    async createAccount(name: string, role: Role = 'member') {
      passwordHash ??= createPasswords(1).hash(PASSWORD)
      const prepared = { email: `${name}@example.com`, name, role, passwordHash: await passwordHash }
      return await services.database.transaction((tx) => insertAccount(tx, services, OPERATOR, prepared))
    },
    async createOrganization(name: string, ...admins: Account[]) {
      const organization = await services.organizations.create(OPERATOR, { name })
      for (const { id: accountId } of admins) {
        const given = { organizationId: organization.id, accountId, role: 'admin' } as const
        await services.organizations.addMember(OPERATOR, given)
      }
      return organization
    },
  }
}

/** The whole server, listening on a free port of 127.0.0.1. */
export async function freshServer(environment: Record<string, string> = {}): Promise<TestServer> {
  const port = await findFreePort()
  const rooms = await freshRooms({ PORT: String(port), ...environment })
  const server = createServer(rooms)
  await server.listen()
  const close = async () => {
    open.delete(close)
    await server.close()
    await rooms.close()
  }
  open.delete(rooms.close)
  open.add(close)
  return { ...rooms, url: `http://127.0.0.1:${port}`, close }
}

/** Servers whose test forgot them or failed before closing. */
export async function closeForgottenServers(): Promise<void> {
  for (const close of open) await close()
}
