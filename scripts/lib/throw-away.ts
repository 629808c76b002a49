import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A data folder that is gone afterwards, with the database in it. */
export async function makeDataFolder(name: string): Promise<{ dataDir: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), `patmint-${name}-`))
  // PostgreSQL may run as another account, which has to get there.
  await chmod(folder, 0o755)
  const dataDir = join(folder, 'data')
  return {
    dataDir,
    async remove() {
      // As root the database may be elsewhere.
      const location = await readFile(join(dataDir, 'postgres.location'), 'utf8').catch(() => undefined)
      if (location !== undefined) await rm(dirname(location.trim()), { recursive: true, force: true })
      await rm(folder, { recursive: true, force: true })
    },
  }
}
