import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type AcquireOptions, acquire } from './acquire.ts'
import { binariesFor, findBinaries } from './binaries.ts'
import { checkVersion, createCluster } from './cluster.ts'
import { EmbeddedDatabaseProblem, wrongPassword } from './errors.ts'
import { exists } from './files.ts'
import { type Holder, isLastHolder, letGo, onLost } from './holder.ts'
import { chooseCluster, type Folder, findCluster, noteLocation, prepareFolder, setAside } from './location.ts'
import { chooseMemory, findMemory, type MemorySettings } from './memory.ts'
import { ensurePassword, findPassword } from './password.ts'
import { isPostgres, readPidFile } from './pid-file.ts'
import { type Machine, stopPostmaster } from './postmaster.ts'
import { owner, provision } from './provision.ts'
import { chooseAccount } from './system-account.ts'

interface EmbeddedLog {
  info(detail: object, message: string): void
  error(detail: object, message: string): void
}

export interface EmbeddedOptions {
  dataDir: string
  log?: EmbeddedLog
  /** One line for a person who waits. */
  onProgress?: (line: string) => void
  /** Left out, it is what this machine has room for. */
  memory?: MemorySettings
}

export interface EmbeddedDatabase {
  url: string
  /** Gives the database up; the last process to do so stops it. May be called more than once. */
  close(): Promise<void>
}

/** Was there ever one in this data folder? Its password is made with it. */
export const hasEmbedded = (dataDir: string): Promise<boolean> =>
  exists(join(resolve(dataDir), 'postgres.password'))

/** Opens the PostgreSQL of a data folder: makes it, starts it, or joins the one that runs. */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const onProgress = options.onProgress ?? (() => {})
  const folder = await prepareFolder(options.dataDir)
  const prepared = await prepareMachine(folder, onProgress)
  const machine = { ...prepared, memory: options.memory ?? chooseMemory(findMemory()) }
  const password = await ensurePassword(folder.passwordFile)
  const acquiring: AcquireOptions = { password, passwordFile: folder.passwordFile, onProgress }
  const holder = await acquire(machine, acquiring)
  if (holder === undefined) throw new EmbeddedDatabaseProblem('The database was closed while it was opened.')
  try {
    await provision(holder, password)
  } catch (error) {
    await release(machine, holder, options.log)
    throw error
  }
  const url = `postgres://${owner}:${password}@127.0.0.1:${holder.port}/${owner}`
  return { url, close: keep(machine, holder, acquiring, options.log) }
}

async function prepareMachine(folder: Folder, onProgress: (line: string) => void): Promise<Machine> {
  const found = await usableCluster(folder, onProgress)
  const account = await chooseAccount(found)
  const binaries = await binariesFor(await findBinaries(), account, onProgress)
  const cluster = found ?? (await chooseCluster(folder, account))
  if (found === undefined) {
    onProgress(`Making a PostgreSQL database in ${cluster}`)
    await createCluster(binaries, cluster, await ensurePassword(folder.passwordFile), account)
  }
  await checkVersion(cluster, binaries)
  await noteLocation(folder, cluster)
  return { binaries, cluster, logFile: folder.logFile, account }
}

async function usableCluster(
  folder: Folder,
  onProgress: (line: string) => void,
): Promise<string | undefined> {
  const found = await findCluster(folder)
  if (found === undefined || (await findPassword(folder.passwordFile)) !== undefined) return found
  const file = await readPidFile(found)
  if (file !== undefined && (await isPostgres(file.pid))) throw wrongPassword(folder.passwordFile, found)
  const aside = await setAside(folder, found)
  if (aside === undefined) throw wrongPassword(folder.passwordFile, found)
  onProgress(`The database of an earlier data folder at this place was moved to ${aside}`)
  return undefined
}

/** Holds on through crashes of PostgreSQL until it is closed. */
function keep(
  machine: Machine,
  first: Holder,
  acquiring: AcquireOptions,
  log: EmbeddedLog | undefined,
): () => Promise<void> {
  let holder: Holder | undefined = first
  let recovering: Promise<void> = Promise.resolve()
  let closed: Promise<void> | undefined
  const isCancelled = (): boolean => closed !== undefined

  const recover = async (): Promise<void> => {
    while (!isCancelled()) {
      try {
        holder = await acquire(machine, { ...acquiring, port: first.port, isCancelled })
        if (holder !== undefined) watch(holder)
        return
      } catch (error) {
        log?.error({ err: error }, 'The embedded database could not be started again; trying on')
        await sleep(1000)
      }
    }
  }

  const watch = (watched: Holder): void => {
    if (watched.port !== first.port)
      log?.error({ port: watched.port }, 'The embedded database has another port now; restart this process')
    onLost(watched, () => {
      if (isCancelled()) return
      log?.error({ cluster: machine.cluster }, 'The embedded database has stopped; starting it again')
      holder = undefined
      recovering = recover()
    })
  }

  const close = async (): Promise<void> => {
    await recovering
    if (holder !== undefined) await release(machine, holder, log)
  }

  watch(first)
  return () => {
    closed ??= close()
    return closed
  }
}

async function release(machine: Machine, holder: Holder, log: EmbeddedLog | undefined): Promise<void> {
  try {
    if (!(await isLastHolder(holder))) return
    if (!(await stopPostmaster(machine)))
      log?.error({ cluster: machine.cluster }, 'The embedded database did not stop within a minute')
  } catch (error) {
    log?.error({ err: error }, 'The embedded database went away while it was being closed')
  } finally {
    await letGo(holder)
  }
}
