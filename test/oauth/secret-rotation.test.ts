import { expect } from 'chai'
import { OPERATOR } from '../../src/audit/index.ts'
import { DAY, HOUR, MINUTE } from '../../src/lib/index.ts'
import { failure } from '../support/failure.ts'
import { type Credentials, type Engine, freshEngine } from './support.ts'

describe('rotating a client’s secret', () => {
  let engine: Engine
  let token: string
  let api: Credentials

  before(async () => {
    engine = await freshEngine()
    token = (await engine.mint(await engine.createAccount('ada'))).secret
  })
  let made = 0
  beforeEach(async () => {
    made += 1
    api = await engine.resourceServer(`api-${made}`, ['tracker'])
  })
  after(() => engine.close())

  const rotate = async (overlap: 'none' | 'hour' | 'day' | 'week', { id } = api) => {
    const { secret } = await engine.clients.rotateSecret(OPERATOR, id, { overlap })
    return { id, secret }
  }
  const ask = async (by: Credentials) => {
    const { status, json } = await engine.introspect(by, token)
    return status === 200 ? json['active'] : status
  }
  const eventsOf = async (name: string) =>
    (await engine.events(name)).filter((event) => event['client_id'] === api.id)

  it('makes both secrets good until the overlap is over, and then the new one alone', async () => {
    const renewed = await rotate('hour')
    expect(renewed.secret).to.match(/^[0-9A-Za-z]{43}$/)
    expect([await ask(api), await ask(renewed)]).to.deep.equal([true, true])
    engine.clock.advance(HOUR - MINUTE)
    expect([await ask(api), await ask(renewed)]).to.deep.equal([true, true])
    engine.clock.advance(MINUTE)
    const late = await engine.introspect(api, token)
    expect([late.status, late.json['error']]).to.deep.equal([401, 'invalid_client'])
    expect(await ask(renewed)).to.equal(true)
    const wrong = await engine.introspect({ ...api, secret: 'wrong' }, token)
    expect(late.text, 'as any wrong secret is answered').to.equal(wrong.text)
  })

  it('takes both in the body of the request too', async () => {
    const renewed = await rotate('day')
    for (const { id, secret } of [api, renewed]) {
      const form = { token, client_id: id, client_secret: secret }
      expect((await engine.post('/introspect', form)).json['active']).to.equal(true)
    }
  })

  for (const [overlap, duration] of Object.entries({ hour: HOUR, day: DAY, week: 7 * DAY })) {
    it(`records an overlap and when it is over: ${overlap}`, async () => {
      const before = Number(engine.clock())
      await rotate(overlap as 'hour')
      const until = (await engine.catalogue.findResourceServer(api.id))?.previousSecretEndsAt
      expect(Number(until)).to.be.within(before + duration, Number(engine.clock()) + duration)
      const [event] = await eventsOf('client.secret_rotated')
      expect(event?.['data']).to.deep.equal({ overlap, until: until?.toISOString() })
    })
  }

  it('without an overlap stops the old secret on the very next call', async () => {
    const renewed = await rotate('none')
    expect([await ask(api), await ask(renewed)]).to.deep.equal([401, true])
    expect((await eventsOf('client.secret_rotated'))[0]?.['data']).to.deep.equal({
      overlap: 'none',
      until: null,
    })
  })

  it('again while two overlap, kills the older of the two', async () => {
    const second = await rotate('week')
    const third = await rotate('hour')
    expect([await ask(api), await ask(second), await ask(third)]).to.deep.equal([401, true, true])
    engine.clock.advance(HOUR)
    expect([await ask(second), await ask(third)]).to.deep.equal([401, true])
  })

  it('again without an overlap, kills both', async () => {
    const second = await rotate('week')
    const third = await rotate('none')
    expect([await ask(api), await ask(second), await ask(third)]).to.deep.equal([401, 401, true])
  })

  it('twice at the same moment leaves the two newest secrets good, and no third', async () => {
    const renewed = await Promise.all([rotate('day'), rotate('day')])
    expect(await Promise.all(renewed.map(ask))).to.deep.equal([true, true])
    expect(await ask(api)).to.equal(401)
  })

  it('can be cut short, which ends the old secret on the very next call', async () => {
    const renewed = await rotate('week')
    const ended = await engine.clients.endPreviousSecret(OPERATOR, api.id)
    expect(ended).to.include({ previousSecretHash: null, previousSecretEndsAt: null })
    expect([await ask(api), await ask(renewed)]).to.deep.equal([401, true])
    await engine.clients.endPreviousSecret(OPERATOR, api.id)
    expect(await eventsOf('client.secret_ended')).to.have.length(1)
  })

  it('is possible while the client is switched off, and switches nothing on', async () => {
    await engine.clients.disable(OPERATOR, api.id)
    const renewed = await rotate('none')
    expect([await ask(api), await ask(renewed)]).to.deep.equal([401, 401])
    await engine.clients.enable(OPERATOR, api.id)
    expect([await ask(api), await ask(renewed)]).to.deep.equal([401, true])
  })

  it('works for an application', async () => {
    const app = await engine.application()
    const renewed = await rotate('day', app)
    for (const by of [app, renewed]) expect((await engine.introspect(by, token)).status).to.equal(200)
  })

  it('is refused for clients without a secret, and for unknown ones', async () => {
    const open = await engine.application({ isPublic: true })
    for (const id of ['patmint', open.id]) {
      expect(await failure(rotate('day', { id, secret: '' }))).to.include({ code: 'client_has_no_secret' })
      expect(await failure(engine.clients.endPreviousSecret(OPERATOR, id))).to.include({
        code: 'client_has_no_secret',
      })
    }
    for (const id of ['unknown', 'a\u0000', '']) {
      expect(await failure(rotate('day', { id, secret: '' }))).to.include({ code: 'client_not_found' })
      expect(await failure(engine.clients.endPreviousSecret(OPERATOR, id))).to.include({
        code: 'client_not_found',
      })
    }
  })
})
