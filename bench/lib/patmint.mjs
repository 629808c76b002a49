import { findFreePort } from '../../scripts/lib/ports.ts'
import { assemble } from '../../src/assemble.ts'
import { loadConfig } from '../../src/config/index.ts'
import { createServer } from '../../src/http/index.ts'
import { createLog } from '../../src/lib/index.ts'

// As it is shipped: usage, counts and metrics are on. What is set otherwise, whoever starts it says.
const port = await findFreePort()
const config = loadConfig({
  PATMINT_METRICS_TOKEN: 'only-measurements-have-this-one-0123456789',
  // What clients break off at the end of a round is no news.
  PATMINT_LOG_LEVEL: 'error',
  PORT: String(port),
  ...process.env,
})
const services = await assemble(config, {
  log: createLog({ level: config.logLevel, destination: process.stderr }),
})
const server = createServer(services)
await server.listen()
process.send?.({ port })
process.on('disconnect', () => process.exit())
