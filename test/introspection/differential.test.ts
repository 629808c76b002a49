import { once } from 'node:events'
import { connect } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { expect } from 'chai'
import fc from 'fast-check'
import { type Pair, pairOfServers } from './pair.ts'
import { requests, type Sent } from './requests.ts'
import { watchLooks } from './watch-looks.ts'
import { buildWorld, type World } from './world.ts'

/** `npm run differential` asks for many more. */
const REQUESTS = Number(process.env['DIFFERENTIAL_REQUESTS'] ?? 400)
/** So many are sent at once, which makes batches of them. */
const AT_ONCE = 8

describe('the lane and the engine', () => {
  let pair: Pair
  let world: World
  before(async () => {
    pair = await pairOfServers()
    world = await buildWorld(pair.lane)
  })
  after(() => pair.close())

  it(`answer ${REQUESTS} requests alike: status, headers and body`, async function () {
    this.timeout(60_000 + REQUESTS * 100)
    const statuses = new Map<string, number>()
    const looks = watchLooks(pair.lane.database)
    const property = fc.asyncProperty(
      fc.array(requests(world), { minLength: AT_ONCE, maxLength: AT_ONCE }),
      async (batch) => {
        await Promise.all(
          batch.map(async (sent) => {
            const [lane, engine] = await Promise.all([send(pair.lane.url, sent), send(pair.engineUrl, sent)])
            expect(describeAnswer(lane), sent.bytes.toString('latin1')).to.deep.equal(describeAnswer(engine))
            const { status } = describeAnswer(lane)
            const kind = lane.includes('"active":true') ? 'active' : status
            statuses.set(kind, (statuses.get(kind) ?? 0) + 1)
          }),
        )
      },
    )
    await fc.assert(property, {
      numRuns: Math.ceil(REQUESTS / AT_ONCE),
      endOnFailure: true,
      ...seedOf(process.env),
    })
    const counts = [...statuses].map(([status, count]) => `${status}: ${count}`).join(', ')
    if (process.env['DIFFERENTIAL_REQUESTS'] !== undefined) console.log(`      ${counts}`)
    // A generator that has lost its way compares nothing but errors.
    expect(statuses.get('active') ?? 0).to.be.greaterThan(REQUESTS / 20)
    expect(statuses.size).to.be.greaterThan(4)
    expect([...statuses.keys()].filter((status) => status.startsWith('HTTP/1.1 5'))).to.deep.equal([])
    const batches = looks.filter(({ name }) => name.startsWith('introspect'))
    expect(batches.length, 'batches of the lane').to.be.greaterThan(REQUESTS / AT_ONCE / 2)
  })
})

const seedOf = ({ DIFFERENTIAL_SEED }: NodeJS.ProcessEnv): { seed?: number } =>
  DIFFERENTIAL_SEED === undefined ? {} : { seed: Number(DIFFERENTIAL_SEED) }

/** In pieces; all that comes back until the server closes. */
async function send(url: string, { bytes, cuts }: Sent): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect({ port: Number(port), host: hostname, noDelay: true })
  const received: Buffer[] = []
  socket.on('data', (chunk: Buffer) => received.push(chunk))
  // A reset after the answer is as good an end as any.
  socket.on('error', () => {})
  const closed = once(socket, 'close').catch(() => {})
  const ends = [...new Set([...cuts, bytes.length])]
    .filter((end) => end <= bytes.length)
    .sort((a, b) => a - b)
  let start = 0
  for (const end of ends) {
    socket.write(bytes.subarray(start, end))
    start = end
    await turn()
  }
  await closed
  return Buffer.concat(received).toString('latin1')
}

/** All but what is of the moment. */
function describeAnswer(answer: string): { status: string; headers: string[]; body: string } {
  const [head = '', ...rest] = answer.replace('HTTP/1.1 100 Continue\r\n\r\n', '').split('\r\n\r\n')
  const [status = '', ...lines] = head.split('\r\n')
  const headers = lines
    .map((line) => `${line.slice(0, line.indexOf(':')).toLowerCase()}${line.slice(line.indexOf(':'))}`)
    .filter((line) => !/^(date|x-request-id: (?!12345678-abcd))/.test(line))
    .toSorted()
  const requestId =
    /"requestId":"[^"]+"|<code>[0-9a-f-]{36}<\/code>|[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f-]{22}/g
  const body = rest.join('\r\n\r\n')
  return {
    status,
    headers,
    body: headers.includes('content-type: application/json; charset=utf-8')
      ? body
      : body.replaceAll(requestId, 'ID'),
  }
}
