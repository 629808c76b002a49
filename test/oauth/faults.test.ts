import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { freshDatabase } from '../support/database.ts'
import { ask, obtainTokens, refresh, toUrl } from './code-flow.ts'
import { type Answer, type Credentials, type Engine, freshEngine } from './support.ts'

for (const lane of ['on', 'off']) {
  describe(`while the database is away, with the lane ${lane}`, () => whileAway(lane))
}

function whileAway(lane: string): void {
  let engine: Engine
  let ada: Account
  let line: Line
  let ours: Credentials
  let drop: () => Promise<void>
  before(async () => {
    const database = await freshDatabase()
    drop = database.drop
    line = await openLine(database.url)
    engine = await freshEngine({ DATABASE_URL: line.url, PATMINT_INTROSPECTION_LANE: lane })
    ada = await engine.createAccount('ada')
    ours = await engine.application({ firstParty: true })
  })
  afterEach(() => line.restore())
  after(async () => {
    await engine.close()
    await line.close()
    await drop()
  })

  function expectAway(answer: Answer): void {
    expect([answer.status, answer.json['error']]).to.deep.equal([503, 'temporarily_unavailable'])
    expect(Number(answer.headers.get('retry-after'))).to.be.within(1, 60)
    expect(answer.headers.get('cache-control')).to.equal('no-store')
    expect(answer.text).to.not.match(/ECONN|postgres|select|stack/i)
  }

  it('I13 answers no question about a token, and the next one right when it is back', async () => {
    const { secret } = await engine.mint(ada)
    await line.cut()
    expectAway(await engine.introspect(engine.tracker, secret))
    expectAway(await engine.introspect(engine.tracker, 'unknown'))
    await line.restore()
    expect((await engine.introspect(engine.tracker, secret)).json['active']).to.equal(true)
  })

  it('I13 is not fooled by a database that goes away while it looks', async () => {
    const { secret } = await engine.mint(ada)
    const { pool } = engine.database
    const query = pool.query
    // The lane looks once; before the engine looks for a token it has looked for the client, by other means.
    const cutting = async (...given: unknown[]) => {
      const looked = Reflect.apply(query, pool, given)
      await line.cut()
      return await looked
    }
    Object.assign(pool, { query: cutting })
    expectAway(await engine.introspect(engine.tracker, secret))
    Object.assign(pool, { query })
  })

  it('R7 says that a token could not be revoked, and it lives on', async () => {
    const { secret } = await engine.mint(ada)
    await line.cut()
    expectAway(await engine.revoke(ours, secret))
    await line.restore()
    expect((await engine.introspect(engine.tracker, secret)).json['active']).to.equal(true)
  })

  it('refreshes nothing, and the refresh token is good afterwards', async () => {
    const app = await engine.application()
    const tokens = await obtainTokens(engine, app, await engine.browser(ada), {
      scope: 'openid offline_access',
      prompt: 'consent',
    })
    await line.cut()
    expectAway(await refresh(engine, app, String(tokens['refresh_token'])))
    await line.restore()
    expect((await refresh(engine, app, String(tokens['refresh_token']))).status).to.equal(200)
  })

  it('shows a browser a page', async () => {
    const browser = await engine.browser(ada)
    const app = await engine.application()
    await line.cut()
    const answer = await browser.get(toUrl(ask(app)))
    expect(answer.status).to.equal(503)
    expect(answer.headers.get('location')).to.equal(null)
    expect(answer.headers.get('retry-after')).to.be.a('string')
    expect(await answer.text()).to.not.match(/ECONN|postgres/i)
  })
}

/** A connection to the database that can be cut like a cable. */
type Line = { readonly url: string; cut(): Promise<void>; restore(): Promise<void>; close(): Promise<void> }

async function openLine(to: string): Promise<Line> {
  const target = new URL(to)
  const open = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(Number(target.port || 5432), target.hostname)
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', () => socket.destroy()).on('close', () => open.delete(socket))
    }
    near.pipe(far).pipe(near)
  })
  await listen(server, 0)
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  const { port } = address
  const url = new URL(to)
  url.hostname = '127.0.0.1'
  url.port = String(port)
  const cut = async () => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    for (const socket of open) socket.destroy()
    await closed
  }
  return {
    url: url.href,
    cut,
    restore: async () => {
      if (!server.listening) await listen(server, port)
    },
    close: cut,
  }
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
}
