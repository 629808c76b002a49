import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { Client } from 'pg'
import { OPERATOR } from '../../src/audit/index.ts'
import { METRICS_TOKEN, readMetrics } from '../metrics/support.ts'
import { freshDatabase } from '../support/database.ts'
import { TEST_SECRET } from '../support/first-start.ts'
import { openNode } from '../support/node.ts'
import {
  endPrograms,
  isRunning,
  postmasterOf,
  type Running,
  start,
  temporaryFolder,
} from '../support/program.ts'
import { PASSWORD } from '../support/server.ts'

type Line = { readonly msg: string; readonly pid: number; readonly worker?: number; readonly status?: number }

/** Those that are whole. */
const linesOf = (server: Running): Line[] =>
  server
    .log()
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line)

/** Waits for log lines. @throws where the program ends before */
async function until(server: Running, isSo: (lines: Line[]) => boolean): Promise<Line[]> {
  for (;;) {
    const lines = linesOf(server)
    if (isSo(lines)) return lines
    if (server.child.exitCode !== null) throw new Error(`it ended: ${server.log()}`)
    await sleep(50)
  }
}

const workersOf = (lines: Line[]): Line[] => lines.filter(({ msg }) => msg === 'listening')

describe('several workers', () => {
  afterEach(endPrograms)

  /** Two workers, and a token of which resource servers may ask. */
  async function startTwo() {
    const { url: databaseUrl, drop } = await freshDatabase()
    const environment = {
      DATABASE_URL: databaseUrl,
      PATMINT_SECRET: TEST_SECRET,
      PATMINT_DATABASE_POOL_SIZE: '3',
    }
    const server = await start({
      ...environment,
      PATMINT_WORKERS: '2',
      PATMINT_METRICS_TOKEN: METRICS_TOKEN,
      PATMINT_LOG_INTROSPECTIONS: 'true',
    })
    await server.says('Ctrl-C')
    const node = await openNode(environment)
    await node.catalogue.ensureExamples(OPERATOR)
    const given = { email: 'ada@example.com', name: 'Ada', role: 'member', password: PASSWORD } as const
    const { id: accountId } = await node.accounts.create(OPERATOR, given)
    const tracker = { name: 'Tracker', audience: 'https://tracker.example.com', modules: ['tracker'] }
    const { resourceServer, secret } = await node.catalogue.createResourceServer(OPERATOR, tracker)
    const minted = await node.tokens.mint(OPERATOR, { accountId, name: 'ci', scopes: ['tracker:read'] })
    await node.close()
    return { server, databaseUrl, drop, caller: `${resourceServer.clientId}:${secret}`, token: minted.secret }
  }

  it('share a port, are replaced one after the other without a failed request, and lose no count', async () => {
    const { server, databaseUrl, drop, caller, token } = await startTwo()
    expect(server.out().match(/\/setup\?key=/g), 'one link').to.have.length(1)
    expect(server.out()).to.match(/Its workers +2/)
    const agent = new Agent({ keepAlive: true, maxSockets: 4 })
    const answers: string[] = []
    let isOver = false
    const hammer = async () => {
      while (!isOver) answers.push(await ask(server.url, agent, caller, token).catch(String))
    }
    const hammers = [hammer(), hammer(), hammer(), hammer()]
    while (answers.length < 100) await sleep(10)
    server.child.kill('SIGHUP')
    const lines = await until(server, (all) => all.some(({ msg }) => msg === 'all workers are replaced'))
    const enough = answers.length + 100
    while (answers.length < enough) await sleep(10)
    isOver = true
    await Promise.all(hammers)
    agent.destroy()
    expect(new Set(answers)).to.deep.equal(new Set(['200 true']))
    expect(workersOf(lines).map(({ worker }) => worker)).to.deep.equal([1, 2, 3, 4])
    const served = linesOf(server).flatMap(({ status, worker }) => (status === 200 ? [worker ?? 0] : []))
    expect(served, 'the old ones').to.include.members([1, 2])
    expect(Math.max(...served), 'a new one').to.be.above(2)
    const counted = (await readMetrics(server.url)).get('patmint_introspections_total{result="active"}')
    expect(counted, 'of four workers, two of which are gone').to.equal(answers.length)
    server.child.kill('SIGTERM')
    expect(await server.ended()).to.equal(0)
    for (const { pid } of workersOf(lines)) expect(isRunning(pid)).to.equal(false)
    expect(await sumOfUse(databaseUrl)).to.equal(answers.length)
    await drop()
  })

  it('count requests together, are replaced when they are killed, and end with who started them', async () => {
    const dataDir = join(await temporaryFolder(), 'data')
    const server = await start({ PATMINT_WORKERS: '2', PATMINT_DATA_DIR: dataDir })
    await server.says('Ctrl-C')
    const minute = () => Math.floor(Date.now() / 60_000)
    const fail = async () => {
      const headers = { authorization: 'Bearer nonsense', connection: 'close' }
      return (await fetch(`${server.url}/api/v1/whoami`, { headers })).status
    }
    for (;;) {
      const begunIn = minute()
      const statuses: number[] = []
      for (let n = 0; n < 61; n += 1) statuses.push(await fail())
      if (minute() !== begunIn) continue
      expect(statuses).to.deep.equal([...Array.from({ length: 60 }, () => 401), 429])
      break
    }
    const [first] = workersOf(linesOf(server)) as [Line]
    process.kill(first.pid, 'SIGKILL')
    const lines = await until(server, (all) => workersOf(all).length === 3)
    expect(lines.find(({ msg }) => msg.startsWith('a worker has ended'))).to.include({ signal: 'SIGKILL' })
    expect((await fetch(`${server.url}/readyz`)).status).to.equal(200)
    const pids = [...workersOf(lines).map(({ pid }) => pid), postmasterOf(dataDir)]
    server.child.kill('SIGKILL')
    while (pids.some(isRunning)) await sleep(50)
  })

  it('say once why they do not start', async () => {
    const { url, drop } = await freshDatabase()
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as { port: number }
    const server = await start({
      PORT: String(port),
      DATABASE_URL: url,
      PATMINT_SECRET: TEST_SECRET,
      PATMINT_WORKERS: '3',
    })
    expect(await server.ended()).to.equal(1)
    expect(server.log().match(new RegExp(`Port ${port} is taken`, 'g'))).to.have.length(1)
    other.close()
    await drop()
  })
})

/** One introspection on a connection that is kept: `200 true`. */
async function ask(url: string, agent: Agent, auth: string, token: string): Promise<string> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const sent = request(`${url}/introspect`, { method: 'POST', agent, auth, headers })
  sent.end(new URLSearchParams({ token }).toString())
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  const pieces: Buffer[] = []
  for await (const piece of answer) pieces.push(piece as Buffer)
  return `${answer.statusCode} ${JSON.parse(Buffer.concat(pieces).toString()).active}`
}

async function sumOfUse(databaseUrl: string): Promise<number> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query('select sum(count)::int as sum from token_usage')
  await client.end()
  return rows[0].sum
}
