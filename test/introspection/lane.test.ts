import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import {
  basic,
  type Credentials,
  type Engine,
  expectInactive,
  freshEngine,
  INACTIVE,
} from '../oauth/support.ts'
import { startOfMinute } from '../rate-limit/support.ts'
import { type Seen, watchLooks } from './watch-looks.ts'

describe('the lane', () => {
  let engine: Engine
  let ada: Account
  let secret: string
  before(async () => {
    engine = await freshEngine()
    ada = await engine.createAccount('ada')
    secret = (await engine.mint(ada)).secret
  })
  after(() => engine.close())

  const typo = (given: string): string => `${given.slice(0, -1)}${given.endsWith('0') ? '1' : '0'}`

  /** What went to the pool meanwhile. */
  async function looksDuring(work: () => Promise<unknown>): Promise<Seen[]> {
    const { query } = engine.database.pool
    const looks = watchLooks(engine.database)
    await work()
    Object.assign(engine.database.pool, { query })
    return looks
  }

  const expectActive = async () =>
    expect((await engine.introspect(engine.tracker, secret)).json['active']).to.equal(true)

  it('reads all that decides an answer in one look, and in a second one where something has changed', async () => {
    await engine.catalogue.addModule(OPERATOR, { name: 'first', title: 'First', actions: ['read'] })
    const whole = { name: 'introspect-anew', hashes: 1 }
    const short = { name: 'introspect', hashes: 1 }
    expect(await looksDuring(expectActive)).to.deep.equal([short, whole])
    expect(await looksDuring(expectActive)).to.deep.equal([short])
    await engine.catalogue.addModule(OPERATOR, { name: 'second', title: 'Second', actions: ['read'] })
    expect(await looksDuring(expectActive)).to.deep.equal([short, whole])
  })

  it('reads what many ask at once in few looks', async () => {
    const looks = await looksDuring(async () => {
      const answers = Array.from({ length: 64 }, () => engine.introspect(engine.tracker, secret))
      for (const { json } of await Promise.all(answers)) expect(json['active']).to.equal(true)
    })
    expect(new Set(looks.map(({ name }) => name))).to.deep.equal(new Set(['introspect']))
    expect(looks.length).to.be.below(64)
  })

  it('T3 looks at the client alone where a checksum is wrong', async () => {
    const looks = await looksDuring(async () =>
      expectInactive(await engine.introspect(engine.tracker, typo(secret))),
    )
    expect(looks).to.deep.equal([{ name: 'introspect', hashes: 0 }])
  })

  it('answers each of those who ask together for itself', async () => {
    const calendar = await engine.resourceServer('calendar', ['calendar'])
    const other = (await engine.mint(ada, 'calendar:read')).secret
    const wrong = { ...engine.tracker, secret: 'wrong' }
    const asked: [Credentials, string][] = [
      [engine.tracker, secret],
      [calendar, other],
      [engine.tracker, other],
      [wrong, secret],
      [{ id: 'nobody', secret: 'x' }, secret],
      [engine.tracker, typo(secret)],
      [engine.tracker, secret],
    ]
    for (let round = 0; round < 5; round += 1) {
      const answers = await Promise.all(asked.map(([by, token]) => engine.introspect(by, token)))
      expect(answers.map(({ status, json }) => (status === 200 ? json['scope'] : status))).to.deep.equal([
        'tracker:read tracker:write',
        'calendar:read',
        undefined,
        401,
        401,
        undefined,
        'tracker:read tracker:write',
      ])
    }
  })

  it('passes on what it does not answer, whole, and the connection stays good', async () => {
    const { url, tracker } = engine
    const form = { authorization: basic(tracker), 'content-type': 'application/x-www-form-urlencoded' }
    const post = (body: string, headers: Record<string, string> = form) =>
      fetch(`${url}/introspect`, { method: 'POST', body, headers })
    for (let round = 0; round < 3; round += 1) {
      const twice = await post(`token=${secret}&token=${secret}`)
      expect([twice.status, (await twice.json()).error_description]).to.deep.equal([
        400,
        "'token' parameter must not be provided twice",
      ])
      expect(await (await post(`token=${'A'.repeat(43)}`)).text()).to.equal(INACTIVE)
      expect(await (await post(`token=${secret}&other=${'x'.repeat(9_000)}`)).json()).to.include({
        active: true,
      })
      expect(await (await post(`token=${secret}&other=x`)).json()).to.include({ active: true })
      expect(await (await post(`token=${secret}`)).json()).to.include({ active: true })
    }
  })

  it('I11 holds on the next call: a client that is switched off, and its secret when it was replaced', async () => {
    const api = await engine.resourceServer('api', ['tracker'])
    const statusOf = async (by: Credentials) => (await engine.introspect(by, secret)).status
    expect(await statusOf(api)).to.equal(200)
    const renewed = await engine.clients.rotateSecret(OPERATOR, api.id, { overlap: 'none' })
    expect([await statusOf(api), await statusOf({ id: api.id, secret: renewed.secret })]).to.deep.equal([
      401, 200,
    ])
    await engine.clients.disable(OPERATOR, api.id)
    expect(await statusOf({ id: api.id, secret: renewed.secret })).to.equal(401)
  })

  it('counts a use, an answer and a refusal as the engine does', async () => {
    const { token, secret: used } = await engine.mint(ada)
    const before = await engine.metrics.render()
    const countOf = (text: string, result: string) =>
      Number(new RegExp(`patmint_introspections_total\\{result="${result}"\\} (\\d+)`).exec(text)?.[1])
    await engine.introspect(engine.tracker, used, { client_ip: '203.0.113.9' })
    await engine.introspect(engine.tracker, typo(used))
    const after = await engine.metrics.render()
    expect(countOf(after, 'active') - countOf(before, 'active')).to.equal(1)
    expect(countOf(after, 'invalid') - countOf(before, 'invalid')).to.equal(1)
    expect(after).to.match(/route="\/introspect",status="200"/)
    await engine.tokens.flushUsage()
    const { lastUsedAddress, lastUsedBy } = await engine.tokens.get(ada.id, token.id)
    expect([lastUsedAddress, lastUsedBy]).to.deep.equal(['203.0.113.9', engine.tracker.id])
  })

  it('tells a client what is left of its minute, and when it has asked too often', async () => {
    const small = await freshEngine({ PATMINT_INTROSPECTION_RATE_LIMIT_PER_MINUTE: '2' })
    const { secret: token } = await small.mint(await small.createAccount('ada'))
    startOfMinute(small.clock)
    const first = await small.introspect(small.tracker, token)
    expect(first.headers.get('ratelimit')).to.match(/^"introspection";r=1;t=\d+$/)
    await small.introspect(small.tracker, token)
    const third = await small.introspect(small.tracker, token)
    expect([third.status, third.json['error']]).to.deep.equal([429, 'rate_limited'])
    expect(Number(third.headers.get('retry-after'))).to.be.within(1, 60)
    await small.close()
  })

  it('counts wrong secrets against the address that they come from', async () => {
    const wrong = { ...engine.tracker, secret: 'wrong' }
    let status = 0
    startOfMinute(engine.clock)
    for (let tries = 0; tries < 80 && status !== 429; tries += 1)
      status = (await engine.introspect(wrong, secret)).status
    expect(status).to.equal(429)
    expect((await engine.introspect(engine.tracker, secret)).status).to.equal(200)
    engine.clock.advance(60_000)
  })
})

describe('the lines of introspections in the log', () => {
  const linesOf = (logged: string) =>
    logged
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>)

  it('W11 are not there one by one; refusals are counted by reason, with an example', async () => {
    const engine = await freshEngine({ PATMINT_LOG_LEVEL: 'info' })
    const { secret } = await engine.mint(await engine.createAccount('ada'))
    await engine.introspect(engine.tracker, secret)
    for (let count = 0; count < 3; count += 1) await engine.introspect({ id: 'nobody', secret: 'x' }, secret)
    await engine.introspect(engine.tracker, `${secret.slice(0, -1)}_`)
    await engine.close()
    const lines = linesOf(engine.logged())
    expect(lines.filter(({ msg }) => msg === 'request')).to.deep.equal([])
    const refused = lines.filter(({ msg }) => msg === 'introspections that were refused')
    expect(refused.map(({ reason, count }) => [reason, count])).to.deep.equal([
      ['invalid_client', 3],
      ['malformed', 1],
    ])
    expect(refused[1]?.['example']).to.include({ address: '127.0.0.1', clientId: engine.tracker.id })
    expect(refused[0]?.['example']).not.to.have.property('clientId')
  })

  it('W11 are there where somebody asks for them', async () => {
    const engine = await freshEngine({ PATMINT_LOG_LEVEL: 'info', PATMINT_LOG_INTROSPECTIONS: 'true' })
    const { secret } = await engine.mint(await engine.createAccount('ada'))
    await engine.introspect(engine.tracker, secret)
    await engine.introspect({ ...engine.tracker, secret: 'wrong' }, secret)
    await engine.close()
    const [good, bad] = linesOf(engine.logged()).filter(({ msg }) => msg === 'request')
    const { id: clientId } = engine.tracker
    expect(good).to.include({
      method: 'POST',
      path: '/introspect',
      status: 200,
      clientId,
      address: '127.0.0.1',
    })
    expect(bad).to.include({ status: 401, clientId, problem: 'invalid_client' })
  })
})
