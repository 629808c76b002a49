import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Asked } from './data.ts'
import { memoryOf, type Running } from './processes.ts'
import type { Target } from './targets.ts'

export type Round = {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly megabytes: number
  /** Of the server's own process, for each answer: what else the machine does is not in it. */
  readonly cpuMicroseconds: number
  /** Sent to the database, for each answer. */
  readonly statements: number
}

const FORM = 'application/x-www-form-urlencoded'

/** What is measured must be the right answer. @throws where it is not */
export async function check(target: Target, { url }: Running, { secrets }: Asked): Promise<void> {
  const ask = async (secret: string, authorization = target.authorization) => {
    const headers = { 'content-type': FORM, ...(authorization === undefined ? {} : { authorization }) }
    const body = `token=${secret}${target.bodyEnd}`
    const answer = await fetch(url + target.path, { method: 'POST', headers, body })
    return { status: answer.status, body: (await answer.json()) as { active?: boolean } }
  }
  const some = await Promise.all(secrets.slice(0, 200).map((secret) => ask(secret)))
  const isRight = some.every(({ status, body }) => status === 200 && body.active === true)
  const unknown = await ask('pat_0000000000000000000000000000000000000000000000000')
  const isToken = !target.tells.tokens || unknown.body.active === false
  const stranger = target.tells.clients ? await ask(secrets[0] ?? '', `Basic ${btoa('nobody:x')}`) : undefined
  const isClient = stranger === undefined || stranger.status === 401
  if (!isRight || !isToken || !isClient)
    throw new Error(
      `${target.name} does not answer as it must: ${JSON.stringify({ first: some[0], unknown, stranger })}`,
    )
}

export type Load = { readonly connections: number; readonly seconds: number }

/** @throws where an answer was not 2xx, or none came */
export async function measure(target: Target, running: Running, { file }: Asked, load: Load): Promise<Round> {
  const before = await running.spent()
  const script = new URL('ask.lua', import.meta.url).pathname
  const wrk = [
    '--timeout',
    '10s',
    '-t',
    '1',
    '-c',
    String(load.connections),
    '-d',
    `${load.seconds}s`,
    '-s',
    script,
    running.url,
  ]
  const given = [file, target.path, 'token=', target.bodyEnd, FORM, target.authorization ?? '-']
  const { stdout } = await promisify(execFile)('wrk', [...wrk, '--', ...given])
  const [, requests = 0, microseconds = 1, wrong = 0, p50 = 0, p99 = 0] = (
    /RESULT (\d+) (\d+) (\d+) (\d+) (\d+)/.exec(stdout) ?? []
  ).map(Number)
  if (requests === 0 || wrong > 0)
    throw new Error(`${target.name}: ${wrong} of ${requests} answers are none\n${stdout}`)
  const after = await running.spent()
  return {
    perSecond: requests / (microseconds / 1e6),
    p50: p50 / 1_000,
    p99: p99 / 1_000,
    megabytes: memoryOf(running.pid),
    cpuMicroseconds: (sum(after.cpu) - sum(before.cpu)) / requests,
    statements: (after.statements - before.statements) / requests,
  }
}

const sum = ({ user, system }: NodeJS.CpuUsage): number => user + system
