import type { Log } from '../lib/index.ts'
import { say } from './terminal.ts'

export type Closers = (() => Promise<void>)[]

type Process = {
  readonly log: Log
  /** Opens everything in order, and notes beside each how it is closed: what was opened last comes first. */
  start(closers: Closers): Promise<void>
  /** Says why it did not start. */
  explain(error: unknown): void
  /** Longer than requests are waited for: what has not ended by then will not. */
  readonly patienceMilliseconds: number
  readonly farewell?: string
}

type End = (code: number) => void

/** Runs until a signal or an error that nobody expected ends it. @returns what else may end it */
export function run({ log, start, explain, patienceMilliseconds, farewell }: Process): End {
  const closers: Closers = []
  const starting = start(closers)
  const end = createEnd({ log, starting, closers, patienceMilliseconds })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(0, farewell))
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  const fail = (error: unknown): void => {
    log.fatal({ error }, 'an error that nobody expected')
    end(1)
  }
  process.on('unhandledRejection', fail)
  process.on('uncaughtException', fail)
  starting.catch((error: unknown) => {
    explain(error)
    end(1)
  })
  return (code) => end(code)
}

type Ending = {
  readonly log: Log
  readonly starting: Promise<void>
  readonly closers: Readonly<Closers>
  readonly patienceMilliseconds: number
}

/** Ends the process once, however often it is asked: what was opened last is closed first, and nothing is left running. */
function createEnd(ending: Ending) {
  let isEnding = false
  return (code: number, farewell?: string): void => {
    if (isEnding) return
    isEnding = true
    if (farewell !== undefined) say(farewell)
    setTimeout(() => process.exit(code || 1), ending.patienceMilliseconds).unref()
    void closeAll(ending).then(() => process.exit(code))
  }
}

async function closeAll({ log, starting, closers }: Ending): Promise<void> {
  // A database that is half started cannot be stopped: its start is waited for.
  await starting.catch(() => {})
  for (const close of closers) {
    await close().catch((error: unknown) => log.error({ error }, 'something could not be closed'))
  }
}
