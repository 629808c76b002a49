import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { notReadable } from './errors.ts'
import { createFileOnce, errorCode, syncFolder } from './files.ts'

export async function findPassword(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw notReadable(path, error)
  }
}

/** Two processes that start at once must agree on one, so the first to create the file decides. */
export async function ensurePassword(path: string): Promise<string> {
  const known = await findPassword(path)
  if (known !== undefined) return known
  const made = randomBytes(32).toString('base64url')
  if (!(await createFileOnce(path, `${made}\n`))) return ensurePassword(path)
  await syncFolder(dirname(path))
  return made
}
