import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findFreePort } from '../../scripts/lib/ports.ts'

const PROGRAM = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

export type Running = {
  readonly child: ChildProcess
  readonly url: string
  readonly out: () => string
  readonly log: () => string
  /** Resolves with what it has said so far once that contains `text`; rejects where it ends before. */
  says(text: string): Promise<string>
  ended(): Promise<number | null>
}

const folders: string[] = []
const children: ChildProcess[] = []

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'patmint-process-'))
  await chmod(folder, 0o755)
  folders.push(folder)
  return folder
}

/** No more of ours than Node needs to start, and what it has compiled before. */
export function nodeEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env
  return { PATH, HOME, NODE_COMPILE_CACHE }
}

/** The program itself, in a folder of its own. */
export async function start(environment: Record<string, string>): Promise<Running> {
  const port = environment['PORT'] ?? String(await findFreePort())
  const cwd = await temporaryFolder()
  const child = spawn(process.execPath, [PROGRAM], {
    cwd,
    env: { ...nodeEnvironment(), PORT: port, PATMINT_DATA_DIR: join(cwd, 'data'), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  const said = { out: '', log: '' }
  const ended = once(child, 'close').then(([code]) => code as number | null)
  child.stderr?.on('data', (chunk: Buffer) => (said.log += chunk.toString()))
  child.stdout?.on('data', (chunk: Buffer) => (said.out += chunk.toString()))
  const says = async (text: string): Promise<string> => {
    while (!said.out.includes(text)) {
      const code = await Promise.race([ended, once(child.stdout ?? child, 'data').then(() => undefined)])
      if (code !== undefined && !said.out.includes(text)) throw new Error(`it ended (${code}): ${said.log}`)
    }
    return said.out
  }
  return {
    child,
    url: `http://127.0.0.1:${port}`,
    out: () => said.out,
    log: () => said.log,
    says,
    ended: () => ended,
  }
}

/** Of the database in that data folder, wherever it was put. */
export function postmasterOf(dataDir: string): number {
  const noted = join(dataDir, 'postgres.location')
  const cluster = existsSync(noted) ? readFileSync(noted, 'utf8').trim() : join(dataDir, 'postgres')
  return Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0])
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const stat = `/proc/${pid}/stat`
  return !existsSync(stat) || !readFileSync(stat, 'utf8').includes(') Z ')
}

/** Ends what a test left running, and removes the folders. */
export async function endPrograms(): Promise<void> {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  for (const folder of folders.splice(0)) {
    const noted = join(folder, 'data', 'postgres.location')
    if (existsSync(noted))
      await rm(dirname(readFileSync(noted, 'utf8').trim()), { recursive: true, force: true })
    await rm(folder, { recursive: true, force: true })
  }
}
