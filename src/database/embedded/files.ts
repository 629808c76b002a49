import { randomBytes } from 'node:crypto'
import {
  access,
  chmod,
  constants,
  copyFile,
  link,
  mkdir,
  open,
  readdir,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'

export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

export const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''

export const temporaryName = (path: string): string => `${path}.new-${randomBytes(6).toString('hex')}`

/** A renamed or linked file is there after a power cut only once its folder has been synced. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** One that every account may pass through, whatever the umask; a folder that is there stays as it is. */
export async function makeOpenFolder(path: string): Promise<void> {
  if ((await mkdir(path, { recursive: true })) !== undefined) await chmod(path, 0o755)
}

/** Whole or not at all, and never over a file that is there: `false` when somebody else was first. */
export async function createFileOnce(path: string, content: string): Promise<boolean> {
  const temporary = temporaryName(path)
  await writeFile(temporary, content, { mode: 0o600, flag: 'wx', flush: true })
  try {
    // Some filesystems have no hard links; an exclusive copy is the next best there.
    await link(temporary, path).catch(async (error: unknown) => {
      if (errorCode(error) === 'EEXIST') throw error
      await copyFile(temporary, path, constants.COPYFILE_EXCL)
    })
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  } finally {
    await rm(temporary, { force: true })
  }
}

/** Half-made folders of a process that was killed; the age spares those that are being made right now. */
export async function removeStaleTemporaries(folder: string, prefix: string): Promise<void> {
  const tenMinutesAgo = Date.now() - 10 * 60_000
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`${prefix}.new-`)) continue
    const path = join(folder, name)
    const found = await stat(path).catch(() => undefined)
    if (found !== undefined && found.mtimeMs < tenMinutesAgo) await rm(path, { recursive: true, force: true })
  }
}
