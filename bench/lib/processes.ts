import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { SERVER_FLAGS } from '../../scripts/lib/server-flags.mjs'

/** The servers have the first core, and the database and what makes the load have the others. */
const SERVER_CORES = '0'
const ALL_CORES = `0-${availableParallelism() - 1}`

/** Nothing is pinned where there is one core, or no `taskset`. */
const isPinned = availableParallelism() > 1 && has('taskset')

export function has(program: string): boolean {
  try {
    execFileSync('which', [program], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** This process, with all that it starts from now on, leaves the servers' core alone. */
export function leaveServerCore(): string {
  if (!isPinned) return 'not pinned'
  const others = `1-${availableParallelism() - 1}`
  execFileSync('taskset', ['-a', '-cp', others, String(process.pid)], { stdio: 'ignore' })
  return `servers on core ${SERVER_CORES}, database and load on ${others}`
}

export type Running = {
  readonly pid: number
  readonly url: string
  /** Since it started. */
  spent(): Promise<Spent>
  close(): Promise<void>
}

type Spent = { readonly statements: number }

/** A server in a process of its own, which tells where it listens. */
export async function start(
  file: URL,
  env: Readonly<Record<string, string>>,
  everywhere = false,
): Promise<Running> {
  const child = run(file, env, [], everywhere ? ALL_CORES : SERVER_CORES)
  const exited = once(child, 'exit').then(() => {
    throw new Error(`${file.pathname} ended before it listened`)
  })
  const [{ port }] = (await Promise.race([once(child, 'message'), exited])) as [{ port: number }]
  exited.catch(() => {})
  return {
    pid: child.pid ?? 0,
    url: `http://127.0.0.1:${port}`,
    async spent() {
      const told = once(child, 'message') as Promise<[Spent]>
      child.send('spent')
      return (await told)[0]
    },
    async close() {
      const ended = once(child, 'exit')
      child.kill()
      await ended
    },
  }
}

/** Runs a script to its end. */
export async function runOnce(
  file: URL,
  args: string[],
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const [code] = (await once(run(file, env, args), 'exit')) as [number]
  if (code !== 0) throw new Error(`${file.pathname} ended with ${code}`)
}

function run(
  file: URL,
  env: Readonly<Record<string, string>>,
  args: string[] = [],
  cores = SERVER_CORES,
): ChildProcess {
  const counter = new URL('count-statements.mjs', import.meta.url).pathname
  const node = [process.execPath, ...SERVER_FLAGS, '--import', counter, file.pathname, ...args]
  const [command = '', ...rest] = isPinned ? ['taskset', '-c', cores, ...node] : node
  return spawn(command, rest, {
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}

/** What a process has in memory, in megabytes. */
export const memoryOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1_024
