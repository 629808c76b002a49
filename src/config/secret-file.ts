import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The master secret of an installation that was given none: generated once into `<dataDir>/secret`, readable by its
 * owner only. Two processes that start together end up with the same one.
 */
export async function readOrCreateSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, 'secret')
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const draft = join(dataDir, `secret.${process.pid}.${randomBytes(4).toString('hex')}`)
  try {
    await writeFile(draft, `${randomBytes(48).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
    // A hard link fails where the file exists: the first process wins, and nobody reads half a secret.
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(draft, { force: true })
  }
  return (await readFile(path, 'utf8')).trim()
}

/** The generated secret, where there is one; nothing is made. */
export async function findSecret(dataDir: string): Promise<string | undefined> {
  const text = await readFile(join(dataDir, 'secret'), 'utf8').catch(() => undefined)
  return text?.trim()
}
