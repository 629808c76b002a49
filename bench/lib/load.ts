import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { cpuOf, cpuOfEnded } from './cpu.ts'
import { has, memoryOf, type Running } from './processes.ts'

export type Load = { readonly connections: number; readonly seconds: number }

/** What is asked over and over, each time with the next line of the file in place of `{}`. */
export type Question = {
  readonly secrets: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: string
  readonly headers: Readonly<Record<string, string>>
}

export type Round = {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly megabytes: number
  /** Microseconds for each answer: of the server with all of its processes, of the database, and of what asks. */
  readonly cpu: { readonly server: number; readonly database: number; readonly load: number }
  /** Sent to the database, for each answer. */
  readonly statements: number
}

export class LoadMissing extends Error {
  constructor() {
    super('The load is made by wrk. Install it first: apt-get install wrk')
  }
}

export function checkLoad(): void {
  if (!has('wrk')) throw new LoadMissing()
}

/** @param load `postmaster`: the database's first process. @throws where an answer was not 2xx, or none came */
export async function measure(
  name: string,
  running: Running,
  question: Question,
  { postmaster, ...load }: Load & { readonly postmaster: number },
): Promise<Round> {
  const readCpu = () => ({ server: cpuOf(running.pid), database: cpuOf(postmaster), load: cpuOfEnded() })
  const before = { ...(await running.spent()), cpu: readCpu() }
  const { requests, microseconds, wrong, p50, p99, prepared } = await ask(running.url, question, load)
  if (requests === 0 || wrong > 0) throw new Error(`${name}: ${wrong} of ${requests} answers are none`)
  const after = { ...(await running.spent()), cpu: readCpu() }
  const each = (whose: keyof Round['cpu']) => (after.cpu[whose] - before.cpu[whose]) / requests
  return {
    perSecond: requests / (microseconds / 1e6),
    p50: p50 / 1_000,
    p99: p99 / 1_000,
    megabytes: memoryOf(running.pid),
    cpu: { server: each('server'), database: each('database'), load: each('load') - prepared / requests },
    statements: (after.statements - before.statements) / requests,
  }
}

export async function ask(url: string, question: Question, { connections, seconds }: Load) {
  const { secrets, method, path, body = '-', headers } = question
  const script = new URL('ask.lua', import.meta.url).pathname
  const how = ['--timeout', '10s', '-t', '1', '-c', String(connections), '-d', `${seconds}s`, '-s', script]
  const what = [secrets, method, path, body, ...Object.entries(headers).flat()]
  const { stdout } = await promisify(execFile)('wrk', [...how, url, '--', ...what])
  const [, requests = 0, microseconds = 1, wrong = 0, p50 = 0, p99 = 0, prepared = 0] = (
    /RESULT (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)/.exec(stdout) ?? []
  ).map(Number)
  return { requests, microseconds, wrong, p50, p99, prepared }
}
