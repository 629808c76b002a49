import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import autocannon from 'autocannon'
import type { Door } from './doors.ts'
import { medianOf } from './lib/table.ts'

/*
 * What authentication and the rate limit cost a request, against a bare Koa route in the same run. Rounds take turns, so that
 * whatever else the machine does meets all doors alike; each number is the median of its rounds.
 */

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    connections: { type: 'string', default: '16' },
  },
})
const [rounds = 5, duration = 4, connections = 16] = [values.rounds, values.seconds, values.connections].map(
  Number,
)

type Told = { readonly doors: Door[]; readonly secrets: string[]; readonly accountId: string }
type Round = {
  readonly perSecond: number
  /** Of the server's own process: PostgreSQL and Redis have theirs. What else runs on the machine does not count. */
  readonly cpuMicroseconds: number
  readonly p50: number
  readonly p99: number
}

async function main(): Promise<void> {
  const server = fork(new URL('server.ts', import.meta.url))
  try {
    const [told] = (await once(server, 'message')) as [Told]
    for (const door of told.doors) await check(door, told)
    // The first seconds are the compiler's.
    for (const door of told.doors) await measure(server, door, told, 2)
    const measured = new Map(told.doors.map((door) => [door, [] as Round[]]))
    for (let round = 0; round < rounds; round += 1)
      for (const door of told.doors) measured.get(door)?.push(await measure(server, door, told, duration))
    print(measured)
  } finally {
    if (server.connected) server.send('close')
    if (server.exitCode === null) await once(server, 'exit')
  }
}

/** What is measured must be the right answer: to a good token, and but for the bare route to none and to a wrong one. */
async function check(door: Door, { secrets, accountId }: Told): Promise<void> {
  const ask = (headers: Record<string, string> = {}) => fetch(door.url, { headers })
  const answers = [await ask(bearer(secrets[0])), await ask(bearer(secrets[0]))]
  const bodies = (await Promise.all(answers.map((answer) => answer.json()))) as { accountId: string }[]
  const left = answers.map(({ headers }) => Number(headers.get('x-ratelimit-remaining')))
  const isRight =
    answers.every(({ status }) => status === 200) && bodies.every((body) => body.accountId === accountId)
  const counts = !door.isLimited || left[0] === (left[1] ?? 0) + 1
  const refusals = [await ask(), await ask(bearer('pat_wrong'))].map(({ status }) => status)
  const isGuarded = door.name === 'a bare Koa route' || refusals.every((status) => status === 401)
  if (!isRight || !counts || !isGuarded)
    throw new Error(`${door.name} does not answer as it must: ${JSON.stringify({ bodies, left, refusals })}`)
}

const bearer = (secret: string | undefined) => ({ authorization: `Bearer ${secret}` })

async function measure(server: ChildProcess, door: Door, { secrets }: Told, seconds: number): Promise<Round> {
  const before = await readCpu(server)
  const requests = secrets.map((secret) => ({ headers: bearer(secret) }))
  const {
    '2xx': good,
    non2xx,
    errors,
    latency,
    requests: done,
  } = await autocannon({
    url: door.url,
    connections,
    duration: seconds,
    requests,
  })
  if (non2xx > 0 || errors > 0 || good === 0)
    throw new Error(`${door.name}: ${non2xx} answers that are not 2xx, ${errors} errors`)
  const cpuMicroseconds = ((await readCpu(server)) - before) / good
  return { perSecond: done.average, cpuMicroseconds, p50: latency.p50, p99: latency.p99 }
}

async function readCpu(server: ChildProcess): Promise<number> {
  const told = once(server, 'message') as Promise<[NodeJS.CpuUsage]>
  server.send('cpu')
  const [{ user, system }] = await told
  return user + system
}

function print(measured: ReadonlyMap<Door, readonly Round[]>): void {
  const [bare = []] = measured.values()
  const first = bare.map(({ perSecond }) => perSecond)
  console.log(`Node ${process.version}, ${connections} connections, ${rounds} rounds of ${duration} s each\n`)
  console.log(
    '| | requests a second | of the bare route | CPU µs a request | times the bare route | p50 ms | p99 ms |',
  )
  console.log('|---|--:|--:|--:|--:|--:|--:|')
  for (const [{ name }, list] of measured) {
    const median = (pick: (round: Round, n: number) => number) => medianOf(list.map(pick))
    const cells = [
      median(({ perSecond }) => perSecond).toFixed(0),
      median(({ perSecond }, n) => perSecond / (first[n] ?? Number.NaN)).toFixed(3),
      median(({ cpuMicroseconds }) => cpuMicroseconds).toFixed(0),
      median(({ cpuMicroseconds }, n) => cpuMicroseconds / (bare[n]?.cpuMicroseconds ?? Number.NaN)).toFixed(
        1,
      ),
      median(({ p50 }) => p50),
      median(({ p99 }) => p99),
    ]
    console.log(`| ${name} | ${cells.join(' | ')} |`)
  }
}

await main()
