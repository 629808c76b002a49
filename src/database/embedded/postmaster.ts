import { spawn } from 'node:child_process'
import { open, readFile, rename, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Binaries, program } from './binaries.ts'
import { type Account, postgresEnv, runCommand, spawnAs } from './command.ts'
import { LEAST_MEMORY, type MemorySettings } from './memory.ts'
import { isPostgres, readPidFile } from './pid-file.ts'

/** All that is needed to start PostgreSQL on one cluster, at any time in this process's life. */
export interface Machine {
  binaries: Binaries
  cluster: string
  logFile: string
  account: Account | undefined
  /** What it is given; without it, what any machine has. */
  memory?: MemorySettings
}

type StartFailure = 'port_taken' | 'already_running' | 'no_memory' | 'other'

export interface Postmaster {
  /** Set once the process has ended, before or after it was ready. */
  failure?: { kind: StartFailure; output: string }
}

const settings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  // A socket's path has a limit of about 100 bytes, which a deep data folder passes.
  unix_socket_directories: '',
  max_connections: '100',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
  // A log that is passed around must not hold a statement or the values of a row.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
}

/** In a session of its own: Ctrl-C in the terminal must not end it before our pools have drained. */
export async function startPostmaster(machine: Machine, port: number): Promise<Postmaster> {
  await trimLog(machine.logFile)
  const log = await open(machine.logFile, 'a', 0o600)
  const { size } = await log.stat()
  const args = ['-D', machine.cluster, '-p', String(port)]
  const all = { ...settings, ...(machine.memory ?? LEAST_MEMORY) }
  for (const [name, value] of Object.entries(all)) args.push('-c', `${name}=${value}`)
  const postmaster: Postmaster = {}
  const child = spawn(program(machine.binaries, 'postgres'), args, {
    ...spawnAs(machine.account),
    env: postgresEnv(),
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log.fd, log.fd],
  })
  const failed = async (reason: string): Promise<void> => {
    const output = (await readFrom(machine.logFile, size)) || reason
    postmaster.failure = { kind: kindOf(output), output }
  }
  child.once('error', (error) => void failed(error.message))
  child.once('exit', (code, signal) => void failed(`it ended with ${code ?? signal}`))
  child.unref()
  await log.close()
  return postmaster
}

function kindOf(output: string): StartFailure {
  if (/could not bind|Address already in use|could not create any TCP/i.test(output)) return 'port_taken'
  if (/lock file .* already exists|pre-existing shared memory|is empty/i.test(output))
    return 'already_running'
  if (/could not (map|create|resize) .*shared memory|Cannot allocate memory/i.test(output)) return 'no_memory'
  return 'other'
}

const readFrom = async (path: string, offset: number): Promise<string> =>
  (await readFile(path).catch(() => Buffer.alloc(0))).subarray(offset).toString('utf8')

async function trimLog(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  if (found !== undefined && found.size > 10 * 1024 * 1024) await rename(path, `${path}.1`)
}

export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}

/** A fast shutdown: connections are cut, everything committed is on disk. `false` when it takes over a minute. */
export async function stopPostmaster(machine: Machine): Promise<boolean> {
  const file = await readPidFile(machine.cluster)
  if (file === undefined) return true
  await askToStop(machine, file.pid)
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline) {
    const now = await readPidFile(machine.cluster)
    if (now === undefined || now.pid !== file.pid) {
      await waitForExit(file.pid)
      return true
    }
    if (!(await isPostgres(file.pid))) return true
    await sleep(10)
  }
  return false
}

async function askToStop(machine: Machine, pid: number): Promise<void> {
  if (process.platform === 'win32') {
    // Windows has no signals; pg_ctl speaks to the server's pipe.
    await runCommand(program(machine.binaries, 'pg_ctl'), ['stop', '-m', 'fast', '-W', '-D', machine.cluster])
    return
  }
  try {
    process.kill(pid, 'SIGINT')
  } catch {
    // It has ended by itself.
  }
}

/** The file goes a moment before the process. */
async function waitForExit(pid: number): Promise<void> {
  const deadline = Date.now() + 1000
  while ((await isPostgres(pid)) && Date.now() < deadline) await sleep(5)
}
