import { findFreePort } from '../../scripts/lib/ports.ts'
import { assemble } from '../../src/assemble.ts'
import { loadConfig } from '../../src/config/index.ts'
import { createServer } from '../../src/http/index.ts'
import { createLog } from '../../src/lib/index.ts'
import { TEST_SECRET } from '../support/first-start.ts'
import { freshServer, type TestServer } from '../support/server.ts'

export type Pair = {
  /** With the lane. */
  readonly lane: TestServer
  /** Where the same is answered by the engine alone: over the same database, at the same time, as the same issuer. */
  readonly engineUrl: string
  close(): Promise<void>
}

/** Two servers that must not be told apart. Whoever asks says where from: wrong secrets are counted by address. */
export async function pairOfServers(): Promise<Pair> {
  const shared = { PATMINT_TRUSTED_PROXIES: '127.0.0.1' }
  const lane = await freshServer(shared)
  const port = await findFreePort()
  const config = loadConfig({
    ...shared,
    DATABASE_URL: lane.databaseUrl,
    PATMINT_SECRET: TEST_SECRET,
    PATMINT_DATABASE_POOL_SIZE: '4',
    PATMINT_ISSUER: lane.url,
    PATMINT_INTROSPECTION_LANE: 'off',
    PORT: String(port),
  })
  const services = await assemble(config, { clock: lane.clock, log: createLog({ level: 'silent' }) })
  const server = createServer(services)
  await server.listen()
  return {
    lane,
    engineUrl: `http://127.0.0.1:${port}`,
    async close() {
      await server.close()
      await services.close()
      await lane.close()
    },
  }
}
