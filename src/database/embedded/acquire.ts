import { setTimeout as sleep } from 'node:timers/promises'
import { EmbeddedDatabaseProblem, explainOutput, wrongPassword } from './errors.ts'
import { type Holder, tryToHold } from './holder.ts'
import { LEAST_MEMORY } from './memory.ts'
import { disownPidFile, isPostgres, type PidFile, readPidFile } from './pid-file.ts'
import { findFreePort, type Machine, type Postmaster, startPostmaster } from './postmaster.ts'

export interface AcquireOptions {
  password: string
  passwordFile: string
  /** Pools of this process know the database by this port, so after a crash it must be the same one. */
  port?: number
  isCancelled?: () => boolean
  onProgress: (line: string) => void
}

const patienceMs = 20_000
/** After a crash PostgreSQL replays its log before it answers; it says so, and is waited for. */
const recoveryPatienceMs = 5 * 60_000
/** Backends of a killed postmaster need a moment to notice. */
const graceMs = 2000

/** Adopts the running PostgreSQL or starts one, whoever else is doing the same. Undefined when cancelled. */
export async function acquire(machine: Machine, options: AcquireOptions): Promise<Holder | undefined> {
  const startedAt = Date.now()
  let lastSign = startedAt
  let postmaster: Postmaster | undefined
  let portTaken = false
  let starting = machine
  // A PostgreSQL that was started here is held first, so that whoever cancels can stop it.
  while (postmaster !== undefined || options.isCancelled?.() !== true) {
    const file = await readPidFile(machine.cluster)
    const attempt = await look(machine, options, file)
    if (attempt === 'busy') lastSign = Date.now()
    else if (attempt !== 'absent') return attempt
    else if (postmaster === undefined) {
      options.onProgress('Starting PostgreSQL')
      const port = await choosePort(options, file, portTaken)
      postmaster = await startPostmaster(starting, port)
    } else if (postmaster.failure !== undefined) {
      const { kind, output } = postmaster.failure
      // A limit may hold that nobody can ask for: with the least memory it is slower, and there.
      if (kind === 'no_memory' && starting.memory !== LEAST_MEMORY)
        starting = { ...machine, memory: LEAST_MEMORY }
      else if (kind === 'no_memory' || kind === 'other')
        throw explainOutput('PostgreSQL did not start', output)
      portTaken = kind === 'port_taken'
      if (kind === 'already_running' && Date.now() - startedAt > graceMs) await freePidFile(file)
      postmaster = undefined
      await sleep(100)
    }
    giveUpAfter(machine, startedAt, lastSign)
    await sleep(20)
  }
  return undefined
}

async function look(
  machine: Machine,
  options: AcquireOptions,
  file: PidFile | undefined,
): Promise<Holder | 'busy' | 'absent'> {
  if (file?.port === undefined) return 'absent'
  const attempt = await tryToHold(file.port, machine.cluster, options.password)
  if (attempt.state === 'held') return attempt.holder
  if (attempt.state !== 'refused') return attempt.state
  // After a crash the port may have gone to somebody else's PostgreSQL, which does not know our password.
  if (await isPostgres(file.pid)) throw wrongPassword(options.passwordFile, machine.cluster)
  return 'absent'
}

/** A left-over file names the port that processes from before the crash still use. */
async function choosePort(
  options: AcquireOptions,
  file: PidFile | undefined,
  taken: boolean,
): Promise<number> {
  if (options.port !== undefined) return options.port
  return !taken && file?.port !== undefined ? file.port : findFreePort()
}

async function freePidFile(file: PidFile | undefined): Promise<void> {
  if (file !== undefined && !(await isPostgres(file.pid))) await disownPidFile(file)
}

function giveUpAfter(machine: Machine, startedAt: number, lastSign: number): void {
  const now = Date.now()
  if (now - lastSign < patienceMs && now - startedAt < recoveryPatienceMs) return
  throw new EmbeddedDatabaseProblem(
    `The embedded database in ${machine.cluster} did not become ready. See ${machine.logFile} for the reason, ` +
      'or set DATABASE_URL to a PostgreSQL 14 or newer.',
  )
}
