import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { MINUTE } from '../../src/lib/index.ts'
import { FAILURES_PER_MINUTE } from '../../src/rate-limit/index.ts'
import { startOfMinute } from '../rate-limit/support.ts'
import { type Engine, expectInactive, freshEngine } from './support.ts'

describe('how often a client may ask', () => {
  let engine: Engine
  let ada: Account
  const open = async (environment: Record<string, string>) => {
    engine = await freshEngine(environment)
    ada = await engine.createAccount('ada')
    startOfMinute(engine.clock)
  }
  afterEach(() => engine.close())

  it('is limited where the operator says so: by client, and never as “inactive”', async () => {
    await open({ PATMINT_INTROSPECTION_RATE_LIMIT_PER_MINUTE: '3' })
    const { secret } = await engine.mint(ada)
    const drive = await engine.resourceServer('drive', ['drive'])
    expect((await engine.introspect(engine.tracker, secret)).headers.get('ratelimit')).to.match(
      /^"introspection";r=2;t=\d+$/,
    )
    expectInactive(await engine.introspect(engine.tracker, 'an unknown token'))
    const hinted = await engine.introspect(engine.tracker, secret, { token_type_hint: 'refresh_token' })
    expect(hinted.json['active']).to.equal(true)
    const refused = await engine.introspect(engine.tracker, secret)
    expect(refused.status).to.equal(429)
    expect(refused.json).to.have.all.keys('error', 'error_description')
    expect(refused.json['error']).to.equal('rate_limited')
    expect(refused.headers.get('retry-after')).to.match(/^\d+$/)
    expect(refused.headers.get('ratelimit-policy')).to.equal('"introspection";q=3;w=60')
    expect(refused.headers.get('cache-control')).to.equal('no-store')
    expect((await engine.introspect(drive, secret)).status).to.equal(200)
    engine.clock.advance(MINUTE)
    expect((await engine.introspect(engine.tracker, secret)).json['active']).to.equal(true)
  })

  it('takes a refusal for no use of the token', async () => {
    await open({ PATMINT_INTROSPECTION_RATE_LIMIT_PER_MINUTE: '1' })
    const { token, secret } = await engine.mint(ada)
    for (const _ of [1, 2, 3]) await engine.introspect(engine.tracker, secret)
    await engine.tokens.flushUsage()
    const used = (await engine.tokens.usage(token.id)).days.filter(({ count }) => count > 0)
    expect(used.map(({ count }) => count)).to.deep.equal([1])
  })

  it('is not limited, unless the operator says so', async () => {
    await open({})
    const { secret } = await engine.mint(ada)
    const { headers } = await engine.introspect(engine.tracker, secret)
    expect(headers.get('ratelimit')).to.equal(null)
    const rows: unknown[] = await engine.database.manager.query('select key from rate_limit')
    expect(rows).to.deep.equal([])
  })

  it('is limited by address for wrong secrets, wherever they are sent; right ones are not hurt', async () => {
    await open({})
    const { secret } = await engine.mint(ada)
    const wrong = { ...engine.tracker, secret: 'not this one' }
    for (let n = 0; n < FAILURES_PER_MINUTE; n += 1)
      expect((await engine.introspect(wrong, secret)).status).to.equal(401)
    for (const path of ['/introspect', '/revoke', '/token']) {
      const refused = await engine.post(path, { token: secret, grant_type: 'authorization_code' }, wrong)
      expect([refused.status, refused.json['error']]).to.deep.equal([429, 'rate_limited'])
      expect(refused.headers.get('retry-after')).to.match(/^\d+$/)
      expect(refused.headers.get('www-authenticate')).to.equal(null)
    }
    expect((await engine.introspect(engine.tracker, secret)).json['active']).to.equal(true)
    expect((await engine.post('/introspect', { token: secret })).status).to.equal(401)
  })
})
