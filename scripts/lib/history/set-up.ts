import { assemble } from '../../../src/assemble.ts'
import { OPERATOR } from '../../../src/audit/index.ts'
import { loadConfig } from '../../../src/config/index.ts'
import { createLog } from '../../../src/lib/index.ts'

export type World = {
  /** What every node is started with. */
  readonly environment: Record<string, string>
  /** `Authorization` of a resource server, and of a program that mints, rotates and revokes. */
  readonly caller: string
  readonly program: string
}

/** An account, a resource server, and limits that nobody reaches, in an empty database. */
export async function setUp(databaseUrl: string): Promise<World> {
  const environment = {
    DATABASE_URL: databaseUrl,
    PATMINT_ISSUER: 'http://127.0.0.1:4100',
    PATMINT_SECRET: 'a master secret that only this history has 0123456789',
    PATMINT_TOKENS_PER_ACCOUNT: '100000',
    PATMINT_RATE_LIMIT_PER_MINUTE: '1000000',
    PATMINT_LOG_LEVEL: 'error',
  }
  const services = await assemble(loadConfig(environment), { log: createLog({ level: 'silent' }) })
  try {
    await services.catalogue.ensureExamples(OPERATOR)
    const account = {
      email: 'ada@example.com',
      name: 'Ada',
      role: 'member',
      password: 'a long walk by the sea',
    } as const
    const { id: accountId } = await services.accounts.create(OPERATOR, account)
    const given = { name: 'Tracker', audience: 'https://tracker.example.com', modules: ['tracker'] }
    const { resourceServer, secret } = await services.catalogue.createResourceServer(OPERATOR, given)
    const scopes = ['tracker:read', 'patmint:read', 'patmint:write']
    const program = await services.tokens.mint(OPERATOR, { accountId, name: 'program', scopes })
    const credentials = Buffer.from(`${resourceServer.clientId}:${secret}`).toString('base64')
    return { environment, caller: `Basic ${credentials}`, program: `Bearer ${program.secret}` }
  } finally {
    await services.close()
  }
}
