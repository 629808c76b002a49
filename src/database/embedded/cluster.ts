import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type Binaries, program } from './binaries.ts'
import { type Account, runCommand } from './command.ts'
import { EmbeddedDatabaseProblem, explainOutput, notReadable } from './errors.ts'
import { exists, removeStaleTemporaries, syncFolder, temporaryName } from './files.ts'

export const superuser = 'postgres'

/** Made beside its place and renamed into it, so a cluster is whole or absent. The loser of a race adopts. */
export async function createCluster(
  binaries: Binaries,
  cluster: string,
  password: string,
  account: Account | undefined,
): Promise<void> {
  const parent = dirname(cluster)
  await removeStaleTemporaries(parent, basename(cluster))
  const temporary = temporaryName(cluster)
  const passwordFile = `${temporary}.password`
  try {
    await mkdir(temporary, { mode: 0o700 })
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' })
    if (account !== undefined) {
      await chown(temporary, account.uid, account.gid)
      await chown(passwordFile, account.uid, account.gid)
    }
    await initialise(binaries, temporary, passwordFile, account)
    await moveIntoPlace(temporary, cluster)
    await syncFolder(parent)
  } finally {
    await rm(temporary, { recursive: true, force: true })
    await rm(passwordFile, { force: true })
  }
}

async function initialise(
  binaries: Binaries,
  folder: string,
  passwordFile: string,
  account: Account | undefined,
): Promise<void> {
  const made = await runCommand(
    program(binaries, 'initdb'),
    [
      `--pgdata=${folder}`,
      `--pwfile=${passwordFile}`,
      `--username=${superuser}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      // The same order and the same lower-casing on every machine, whatever its C library knows.
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ],
    account,
  )
  if (!made.ok) throw explainOutput('The database could not be made', made.output)
  if (account === undefined) await chmod(folder, 0o700)
}

async function moveIntoPlace(temporary: string, cluster: string): Promise<void> {
  try {
    await rename(temporary, cluster)
  } catch (error) {
    if (!(await exists(join(cluster, 'PG_VERSION')))) throw error
  }
}

/** A newer Patmint may bring a newer PostgreSQL, which cannot read the files of an older major version. */
export async function checkVersion(cluster: string, binaries: Binaries): Promise<void> {
  const path = join(cluster, 'PG_VERSION')
  const made = await readFile(path, 'utf8').catch((error: unknown) => {
    throw notReadable(path, error)
  })
  const ours = binaries.version.split('.')[0]
  if (made.trim() === ours) return
  throw new EmbeddedDatabaseProblem(
    `The database in ${cluster} was made by PostgreSQL ${made.trim()}; this Patmint has ${ours}. ` +
      'Move the data over with pg_dump while the earlier Patmint runs, or go back to that one.',
  )
}
