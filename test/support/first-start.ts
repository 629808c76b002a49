import { assemble } from '../../src/assemble.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { loadConfig } from '../../src/config/index.ts'
import { createLog } from '../../src/lib/index.ts'

export const TEST_SECRET = 'a master secret that only tests have 0123456789'

/** What a server makes on its first start (its signing keys above all, which take long), and the modules of the examples. */
export async function startFirst(databaseUrl: string): Promise<void> {
  const config = loadConfig({ DATABASE_URL: databaseUrl, PATMINT_SECRET: TEST_SECRET })
  const services = await assemble(config, { log: createLog({ level: 'silent' }) })
  await services.catalogue.ensureExamples(OPERATOR)
  await services.close()
}
