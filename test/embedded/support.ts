import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

/** A folder that PostgreSQL's account may pass through, unless a test wants otherwise. */
export async function temporaryFolder(mode = 0o755): Promise<string> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'patmint-embedded-')))
  await chmod(path, mode)
  return path
}

export async function removeFolder(path: string): Promise<void> {
  const elsewhere = await locationOf(join(path, 'data'))
  if (elsewhere !== undefined) await rm(dirname(elsewhere), { recursive: true, force: true })
  await rm(path, { recursive: true, force: true })
}

export const locationOf = (dataDir: string): Promise<string | undefined> =>
  readFile(join(dataDir, 'postgres.location'), 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  )

export async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client(url)
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

export async function postmasterPid(cluster: string): Promise<number> {
  return Number((await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')[0])
}

/** A zombie has ended too; in a container it may be that nobody collects it. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const stat = `/proc/${pid}/stat`
  return !existsSync(stat) || !readFileSync(stat, 'utf8').includes(') Z ')
}

const holderProgram = fileURLToPath(new URL('./holder-process.ts', import.meta.url))

/** Another process that opens the same data folder, and closes it when its input ends. */
export async function startHolderProcess(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [holderProgram, dataDir], { stdio: ['pipe', 'pipe', 'inherit'] })
  const output = child.stdout
  if (output === null) throw new Error('the child has no output')
  const [line] = await once(output, 'data')
  return { child, url: String(line).trim() }
}

export async function endProcess(child: ChildProcess, signal?: NodeJS.Signals): Promise<void> {
  const ended = once(child, 'exit')
  if (signal === undefined) child.stdin?.end()
  else child.kill(signal)
  await ended
}
