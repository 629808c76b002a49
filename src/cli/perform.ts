import { pipeline } from 'node:stream/promises'
import { assemble, type Services } from '../assemble.ts'
import { type Config, loadConfigFromProcess } from '../config/index.ts'
import { createLog } from '../lib/index.ts'
import { DatabaseAway } from './errors.ts'
import { findDatabaseTrouble } from './failure.ts'

/** What a command found or did: one JSON document for programs, and text for people. */
type Report = { readonly json: unknown; readonly text: string }

export type Perform = (work: (services: Services) => Promise<Report>) => Promise<void>

/** For what is too long to be held at once: printed piece by piece, as fast as it is taken. */
export type Stream = (pieces: (services: Services) => AsyncIterable<string>) => Promise<void>

/** Opens everything, does the work, closes everything again whatever happens, and only then prints. */
export const createPerform =
  (wantsJson: () => boolean): Perform =>
  async (work) => {
    const services = await open(loadConfigFromProcess())
    const report = await closeAfter(services, work(services))
    process.stdout.write(wantsJson() ? `${JSON.stringify(report.json, null, 2)}\n` : `${report.text}\n`)
  }

export const stream: Stream = async (pieces) => {
  const services = await open(loadConfigFromProcess())
  await closeAfter(services, print(pieces(services)))
}

/** Whoever reads may stop (`patmint … | head`): then there is nothing more to do. */
async function print(pieces: AsyncIterable<string>): Promise<void> {
  await pipeline(pieces, process.stdout, { end: false }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  })
}

async function closeAfter<T>(services: Services, working: Promise<T>): Promise<T> {
  const letGo = closeOnSignal(services)
  try {
    return await working
  } finally {
    letGo()
    await services.close()
  }
}

async function open(config: Config): Promise<Services> {
  // Standard output is for the report; a person at a terminal has no use for the server's daily log.
  const level = config.logLevel === 'info' ? 'warn' : config.logLevel
  const log = createLog({ level, destination: process.stderr })
  try {
    return await assemble(config, { log })
  } catch (error) {
    const trouble = config.databaseUrl === undefined ? undefined : findDatabaseTrouble(error)
    if (config.databaseUrl === undefined || trouble === undefined) throw error
    throw new DatabaseAway(config.databaseUrl, trouble, error)
  }
}

/** Ctrl-C must not leave an embedded database behind that only this command had started. */
function closeOnSignal(services: Services): () => void {
  const end = (signal: NodeJS.Signals) => {
    const code = signal === 'SIGINT' ? 130 : 143
    services.close().then(
      () => process.exit(code),
      () => process.exit(code),
    )
  }
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
  return () => {
    process.off('SIGINT', end)
    process.off('SIGTERM', end)
  }
}
