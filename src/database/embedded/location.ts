import { createHash } from 'node:crypto'
import { chmod, mkdir, readFile, realpath, rename, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { type Account, isRoot, runCommand } from './command.ts'
import { EmbeddedDatabaseProblem, notReadable } from './errors.ts'
import { createFileOnce, exists, makeOpenFolder } from './files.ts'

/** For root only: where its unprivileged PostgreSQL can reach what the data folder cannot hold. */
export const sharedHome = '/var/lib/patmint'

export interface Folder {
  path: string
  passwordFile: string
  logFile: string
  locationFile: string
}

/** The parents are ordinary folders; only the data folder itself is closed to others. */
export async function prepareFolder(dataDir: string): Promise<Folder> {
  const wanted = resolve(dataDir)
  try {
    await mkdir(dirname(wanted), { recursive: true })
    await mkdir(wanted, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw notReadable(wanted, error)
  }
  const path = await realpath(wanted)
  return {
    path,
    passwordFile: join(path, 'postgres.password'),
    logFile: join(path, 'postgres.log'),
    locationFile: join(path, 'postgres.location'),
  }
}

const clusterElsewhere = (folder: Folder): string =>
  join(sharedHome, createHash('sha256').update(folder.path).digest('hex').slice(0, 12), 'postgres')

/** The cluster that an earlier start has made, wherever that was. */
export async function findCluster(folder: Folder): Promise<string | undefined> {
  const noted = await readFile(folder.locationFile, 'utf8').catch(() => undefined)
  if (noted !== undefined) return requireNoted(folder, noted.trim())
  const inside = join(folder.path, 'postgres')
  if (await exists(inside)) return inside
  const elsewhere = clusterElsewhere(folder)
  return isRoot() && (await exists(elsewhere)) ? elsewhere : undefined
}

async function requireNoted(folder: Folder, cluster: string): Promise<string> {
  if (await exists(cluster)) return cluster
  throw new EmbeddedDatabaseProblem(
    `The database of this data folder was in ${cluster}, which is gone. ` +
      `Restore it from a backup, or delete ${folder.locationFile} to begin with an empty database.`,
  )
}

/** Where a new cluster goes: into the data folder, unless the account could not get there. */
export async function chooseCluster(folder: Folder, account: Account | undefined): Promise<string> {
  const inside = join(folder.path, 'postgres')
  if (account === undefined) return inside
  if (await canEnter(account, folder.path)) return inside
  if (await openFolder(folder, account)) return inside
  const elsewhere = clusterElsewhere(folder)
  await makeOpenFolder(sharedHome)
  await makeOpenFolder(dirname(elsewhere))
  return elsewhere
}

/** Its own data folder Patmint may open for passing through; the folders above belong to somebody else. */
async function openFolder(folder: Folder, account: Account): Promise<boolean> {
  const home = await realpath(homedir()).catch(() => homedir())
  if (folder.path === home || !(await canEnter(account, dirname(folder.path)))) return false
  const { mode } = await stat(folder.path)
  await chmod(folder.path, (mode & 0o777) | 0o011)
  return canEnter(account, folder.path)
}

/** Asked of the system itself: mode bits alone would miss groups, ACLs and mounts. `test` is built into every shell. */
const canEnter = async (account: Account, path: string): Promise<boolean> =>
  (await runCommand('sh', ['-c', 'test -x "$1"', 'sh', path], account)).ok

export async function noteLocation(folder: Folder, cluster: string): Promise<void> {
  if (dirname(cluster) !== folder.path) await createFileOnce(folder.locationFile, `${cluster}\n`)
}

/**
 * A data folder that was deleted and made anew meets the old database here. Its password went with the old
 * folder, so nobody can open it; it is moved aside and not deleted.
 */
export async function setAside(folder: Folder, cluster: string): Promise<string | undefined> {
  if (dirname(cluster) === folder.path) return undefined
  const aside = `${dirname(cluster)}.${new Date()
    .toISOString()
    .replaceAll(/[^0-9]/g, '')
    .slice(0, 14)}`
  await rename(dirname(cluster), aside)
  return aside
}
