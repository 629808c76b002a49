import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { Client } from 'pg'
import { findFreePort } from '../../scripts/lib/ports.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { createServer } from '../../src/http/index.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'
import { exchange } from './raw.ts'

const LIMITS = {
  headersMilliseconds: 10_000,
  requestMilliseconds: 15_000,
  checkMilliseconds: 1_000,
  requestsAtOnce: 2,
}

describe('more requests at once than are let in', () => {
  let rooms: TestRooms
  let server: ReturnType<typeof createServer>
  let url: string
  let secret: string
  before(async () => {
    const port = await findFreePort()
    url = `http://127.0.0.1:${port}`
    rooms = await freshRooms({ PORT: String(port), PATMINT_METRICS_TOKEN: 'x'.repeat(32) })
    server = createServer(rooms, LIMITS)
    await server.listen()
    const ada = await rooms.createAccount('ada')
    const given = { accountId: ada.id, name: 'ci', scopes: ['tracker:read'] }
    secret = (await rooms.tokens.mint(OPERATOR, given)).secret
  })
  after(async () => {
    await server.close()
    await rooms.close()
  })

  const bearer = () => ({ authorization: `Bearer ${secret}` })
  const whoami = () => fetch(`${url}/api/v1/whoami`, { headers: bearer() })

  /** As many as are let in wait for the database. @returns what lets them go on, and their statuses */
  async function fillUp(): Promise<() => Promise<number[]>> {
    const holder = new Client({ connectionString: rooms.databaseUrl })
    await holder.connect()
    await holder.query('begin; lock table personal_access_token')
    const inside = [whoami(), whoami()]
    while ((await fetch(`${url}/sign-in`)).status !== 503) await sleep(5)
    return async () => {
      await holder.end()
      return await Promise.all(inside.map(async (answer) => (await answer).status))
    }
  }

  it('are answered 503 at once, in the form of what they asked for; those that are in are answered', async () => {
    const letGo = await fillUp()
    const [api, form, page] = await Promise.all([
      fetch(`${url}/api/v1/tokens`, { headers: bearer() }),
      fetch(`${url}/token`, { method: 'POST', body: new URLSearchParams({ a: 'b' }) }),
      fetch(`${url}/account/tokens`, { headers: { accept: 'text/html' } }),
    ])
    for (const answer of [api, form, page]) {
      expect([answer.status, answer.headers.get('retry-after')], answer.url).to.deep.equal([503, '1'])
      expect(answer.headers.get('cache-control')).to.equal('no-store')
      expect(answer.headers.get('content-security-policy')).to.contain("default-src 'none'")
      expect(answer.headers.get('x-request-id')).to.have.length(36)
    }
    expect(api.headers.get('content-type')).to.equal('application/problem+json')
    expect(await api.json()).to.include({
      status: 503,
      code: 'overloaded',
      requestId: api.headers.get('x-request-id'),
    })
    expect(await form.json()).to.include({ error: 'temporarily_unavailable' })
    expect(await page.text()).to.match(/^503 Service Unavailable\n\nMore requests wait .*\n\nRequest id: /)
    expect(await letGo()).to.deep.equal([200, 200])
    expect((await whoami()).status).to.equal(200)
  })

  it('are not those that ask whether the server is well', async () => {
    const letGo = await fillUp()
    for (const path of ['/livez', '/readyz', '/metrics']) {
      const headers = { authorization: `Bearer ${'x'.repeat(32)}` }
      expect((await fetch(url + path, { headers })).status, path).to.equal(200)
    }
    await letGo()
  })

  it('are counted, and told in one line for many', async () => {
    const letGo = await fillUp()
    await Promise.all(Array.from({ length: 20 }, whoami))
    await letGo()
    const lines = rooms
      .logged()
      .split('\n')
      .filter((line) => line.includes('the others are refused'))
    expect(lines).to.have.length(1)
    expect(JSON.parse(lines[0] ?? '')).to.include({ level: 40, most: 2 })
    const counted = /^patmint_http_request_duration_seconds_count\{.*route="unmatched",status="503"\} (\d+)/m
    expect(Number(counted.exec(await rooms.metrics.render())?.[1])).to.be.at.least(20)
  })

  it('are none where a body is still being sent, nor keep what is refused the connection', async () => {
    const sockets: Socket[] = []
    for (let n = 0; n < 10; n += 1) {
      const socket = connect(Number(new URL(url).port), '127.0.0.1')
      const arrived = once(server.server, 'request')
      socket.write(
        'POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\na=',
      )
      sockets.push(socket)
      await arrived
    }
    expect((await whoami()).status).to.equal(200)
    const letGo = await fillUp()
    const big = 'x'.repeat(200_000)
    const answers = await exchange(
      url,
      `POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: ${big.length}\r\n\r\n${big}GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    )
    expect(answers).to.match(/^HTTP\/1\.1 503 /)
    expect(answers).to.contain('{"status":"ok"}')
    await letGo()
    for (const socket of sockets) socket.destroy()
  })

  it('hear the next refusal on the same connection later, where they do not wait; others are told at once', async () => {
    const letGo = await fillUp()
    const ask = 'GET /api/v1/tokens HTTP/1.1\r\nHost: x\r\n\r\n'
    const told: string[] = []
    const connectAs = (name: string) =>
      connect(Number(new URL(url).port), '127.0.0.1').on('data', (chunk: Buffer) =>
        told.push(`${name} ${/^HTTP\/1\.1 (\d+)/.exec(chunk.toString())?.[1]}`),
      )
    const [eager, other] = [connectAs('eager'), connectAs('other')]
    eager.write(ask)
    await once(eager, 'data')
    eager.write(ask)
    other.write(ask)
    await once(other, 'data')
    expect(told).to.deep.equal(['eager 503', 'other 503'])
    await once(eager, 'data')
    expect(told).to.deep.equal(['eager 503', 'other 503', 'eager 503'])
    await letGo()
    // Whoever was refused is let in at once where there is room again.
    eager.write(ask)
    await once(eager, 'data')
    expect(told.at(-1)).to.equal('eager 401')
    for (const socket of [eager, other]) socket.destroy()
  })
})
