import { Agent, request } from 'node:http'
import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { DAY, MINUTE } from '../../src/lib/index.ts'
import { obtainTokens } from './code-flow.ts'
import { basic, type Credentials, type Engine, expectInactive, freshEngine, INACTIVE } from './support.ts'

describe('introspecting a token', () => {
  let engine: Engine
  let ada: Account
  before(async () => {
    engine = await freshEngine()
    ada = await engine.createAccount('ada')
  })
  after(() => engine.close())

  const disable = (account: Account) =>
    engine.database.manager.query('update account set disabled_at = now() where id = $1', [account.id])

  it('I1 says of an active token what it is good for, and nothing of its hash', async () => {
    const { token, secret } = await engine.mint(ada, 'tracker:write')
    const answer = await engine.introspect(engine.tracker, secret)
    expect(answer.status).to.equal(200)
    expect(answer.json).to.deep.equal({
      active: true,
      scope: 'tracker:read tracker:write',
      client_id: 'patmint',
      sub: ada.id,
      username: 'ada@example.com',
      exp: Math.floor(Number(token.expiresAt) / 1_000),
      iat: Math.floor(Number(token.createdAt) / 1_000),
      iss: engine.url,
      token_type: 'Bearer',
      aud: engine.tracker.audience,
      token_id: token.id,
      token_name: 'ci',
      token_kind: 'personal',
    })
  })

  it('I1 tells a resource server that an administrator’s token opens everything, in its own scopes', async () => {
    const root = await engine.createAccount('root', 'admin')
    const { secret } = await engine.mint(root, 'admin')
    const answer = await engine.introspect(engine.tracker, secret)
    expect(answer.json['scope']).to.equal('admin tracker:read tracker:write')
  })

  it('I1 shows each resource server only the scopes of its own modules', async () => {
    const drive = await engine.resourceServer('drive', ['drive', 'documents'])
    const { secret } = await engine.mint(ada, 'tracker:read drive:write documents:read')
    expect((await engine.introspect(engine.tracker, secret)).json['scope']).to.equal('tracker:read')
    const answer = await engine.introspect(drive, secret)
    expect(answer.json['scope']).to.equal('documents:read drive:read drive:write')
    expect(answer.json['aud']).to.equal(drive.audience)
  })

  it('I2 answers unknown, malformed, revoked and JWT-shaped tokens alike, to the byte', async () => {
    const { token, secret } = await engine.mint(ada)
    await engine.tokens.revoke({ kind: 'account', id: ada.id }, ada.id, token.id)
    const other = await engine.mint(ada)
    const typo = `${other.secret.slice(0, -1)}${other.secret.endsWith('0') ? '1' : '0'}`
    const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln'
    const unknown = [
      secret,
      typo,
      jwt,
      'x',
      'pat_',
      'a.b.c',
      'pat_\u0000',
      '😀',
      engine.tracker.secret,
      ada.id,
    ]
    for (const presented of unknown) expectInactive(await engine.introspect(engine.tracker, presented))
  })

  it('I2 answers an expired token like an unknown one, from its very second of expiry', async () => {
    const later = await freshEngine()
    const grace = await later.createAccount('grace')
    const { secret } = await later.mint(grace, 'tracker:read', { expiry: { inDays: 1 } })
    later.clock.advance(DAY - 3_000)
    expect((await later.introspect(later.tracker, secret)).json['active']).to.equal(true)
    later.clock.advance(3_000)
    expectInactive(await later.introspect(later.tracker, secret))
    await later.close()
  })

  it('I2 knows neither codes nor refresh tokens as tokens of a resource server', async () => {
    const app = await engine.application()
    const tokens = await obtainTokens(engine, app, await engine.browser(ada), {
      scope: 'openid offline_access',
      prompt: 'consent',
    })
    expectInactive(await engine.introspect(engine.tracker, String(tokens['refresh_token'])))
    expectInactive(await engine.introspect(engine.tracker, String(tokens['access_token'])))
    expectInactive(await engine.introspect(engine.tracker, String(tokens['id_token'])))
  })

  it('I3 asks for credentials where there are none', async () => {
    const answer = await engine.post('/introspect', { token: 'x' })
    expect(answer.status).to.equal(401)
    expect(answer.json).to.deep.equal({
      error: 'invalid_client',
      error_description: 'client authentication failed',
    })
    expect(answer.headers.get('www-authenticate')).to.equal(`Basic realm="${engine.url}"`)
  })

  it('I4 names the scheme only to those who used it', async () => {
    const wrong = { ...engine.tracker, secret: 'wrong' }
    const withBasic = await engine.introspect(wrong, 'x')
    expect(withBasic.status).to.equal(401)
    expect(withBasic.headers.get('www-authenticate')).to.match(/^Basic realm="/)
    const withPost = await engine.post('/introspect', {
      token: 'x',
      client_id: wrong.id,
      client_secret: wrong.secret,
    })
    expect(withPost.status).to.equal(401)
    expect(withPost.headers.get('www-authenticate')).to.equal(null)
  })

  it('I5 does not tell an unknown client from a wrong secret, nor from a client that is switched off', async () => {
    const off = await engine.resourceServer('off', ['calendar'])
    await engine.clients.disable(OPERATOR, off.id)
    const answers = [
      await engine.introspect({ id: 'nobody', secret: 'wrong' }, 'x'),
      await engine.introspect({ ...engine.tracker, secret: 'wrong' }, 'x'),
      await engine.introspect(off, 'x'),
      await engine.introspect({ id: 'patmint', secret: 'wrong' }, 'x'),
    ]
    for (const answer of answers) {
      expect([answer.status, answer.text]).to.deep.equal([401, answers[0]?.text])
      expect(answer.headers.get('www-authenticate')).to.equal(answers[0]?.headers.get('www-authenticate'))
    }
  })

  it('I5 takes as long for an unknown client as for a wrong secret', async () => {
    const time = async (by: Credentials) => {
      const start = performance.now()
      expect((await engine.introspect(by, 'x')).status).to.equal(401)
      return performance.now() - start
    }
    const [unknown, wrong]: [number[], number[]] = [[], []]
    for (let round = 0; round < 120; round += 1) {
      // So many from one address would be too many of one minute.
      if (round % 20 === 0) engine.clock.advance(MINUTE)
      unknown.push(await time({ id: 'nobody', secret: 'wrong' }))
      wrong.push(await time({ ...engine.tracker, secret: 'wrong' }))
    }
    engine.clock.advance(MINUTE)
    const ratio = median(unknown) / median(wrong)
    expect(ratio).to.be.within(0.6, 1.7)
  })

  it('I6 never takes credentials from the query string', async () => {
    const { id, secret } = engine.tracker
    const query = new URLSearchParams({ client_id: id, client_secret: secret, token: 'x' })
    expect((await engine.post(`/introspect?${query.toString()}`, { token: 'x' })).status).to.equal(401)
    expect((await engine.post(`/introspect?${query.toString()}`, {}, engine.tracker)).status).to.equal(400)
  })

  it('I6 refuses two ways of authenticating at once', async () => {
    const { id, secret } = engine.tracker
    const answer = await engine.post(
      '/introspect',
      { token: 'x', client_id: id, client_secret: secret },
      engine.tracker,
    )
    expect([answer.status, answer.json['error']]).to.deep.equal([400, 'invalid_request'])
  })

  it('I7 wants one token, in a form, by POST', async () => {
    const by = engine.tracker
    expect((await engine.post('/introspect', {}, by)).status).to.equal(400)
    expect((await engine.post('/introspect', { token: '' }, by)).status).to.equal(400)
    expect((await engine.post('/introspect', 'token=a&token=b', by)).status).to.equal(400)
    const json = await engine.post('/introspect', '{"token":"a"}', by, { 'content-type': 'application/json' })
    expect(json.status).to.equal(400)
    const got = await fetch(`${engine.url}/introspect?token=a`, { headers: { authorization: basic(by) } })
    expect(got.status).to.be.oneOf([404, 405])
  })

  it('I8 finds a token whatever the hint says', async () => {
    const { secret } = await engine.mint(ada)
    for (const token_type_hint of ['refresh_token', 'access_token', 'nonsense', '']) {
      const answer = await engine.introspect(engine.tracker, secret, { token_type_hint })
      expect(answer.json['active'], token_type_hint).to.equal(true)
    }
  })

  it('I9 tells an application of its own tokens only, confidential or public', async () => {
    const browser = await engine.browser(ada)
    const app = await engine.application()
    const other = await engine.application()
    const open = await engine.application({ isPublic: true })
    const { access_token: token = '' } = await obtainTokens(engine, app, browser)
    const { access_token: ofOpen = '' } = await obtainTokens(engine, open, browser)
    const { secret } = await engine.mint(ada)
    expect((await engine.introspect(app, token)).json['sub']).to.equal(ada.id)
    for (const by of [other, engine.tracker]) expectInactive(await engine.introspect(by, token))
    expectInactive(await engine.introspect(app, secret))
    const asOpen = (presented: string) => engine.post('/introspect', { token: presented, client_id: open.id })
    expect((await asOpen(ofOpen)).json['active']).to.equal(true)
    expectInactive(await asOpen(token))
    expectInactive(await asOpen(secret))
  })

  it('I9 lets nobody pass for Patmint’s own client', async () => {
    const { secret } = await engine.mint(ada)
    for (const form of [{ client_id: 'patmint' }, { client_id: 'patmint', client_secret: 'none' }]) {
      expect((await engine.post('/introspect', { token: secret, ...form })).status).to.equal(401)
      expect((await engine.post('/revoke', { token: secret, ...form })).status).to.equal(401)
    }
    expect((await engine.introspect(engine.tracker, secret)).json['active']).to.equal(true)
  })

  it('I10 answers a token of another audience like an unknown one', async () => {
    const calendar = await engine.resourceServer('calendar', ['calendar'])
    const { secret } = await engine.mint(ada, 'tracker:write')
    expectInactive(await engine.introspect(calendar, secret))
    const app = await engine.application()
    const tokens = await obtainTokens(engine, app, await engine.browser(ada), {
      scope: 'tracker:read calendar:read',
      resource: engine.tracker.audience,
    })
    const granted = String(tokens['access_token'])
    expectInactive(await engine.introspect(calendar, granted))
    const answer = await engine.introspect(engine.tracker, granted)
    expect(answer.json).to.include({
      scope: 'tracker:read',
      aud: engine.tracker.audience,
      client_id: app.id,
      sub: ada.id,
    })
  })

  it('I11 holds on the next call: a disabled account', async () => {
    const eve = await engine.createAccount('eve')
    const { secret } = await engine.mint(eve)
    const app = await engine.application()
    const tokens = await obtainTokens(engine, app, await engine.browser(eve), {
      scope: 'openid tracker:read offline_access',
      prompt: 'consent',
      resource: engine.tracker.audience,
    })
    const granted = String(tokens['access_token'])
    for (const token of [secret, granted]) {
      expect((await engine.introspect(engine.tracker, token)).json['active']).to.equal(true)
    }
    await disable(eve)
    for (const token of [secret, granted]) expectInactive(await engine.introspect(engine.tracker, token))
    expectInactive(await engine.introspect(app, String(tokens['refresh_token'])))
  })

  it('I11 holds on the next call: an administrator who is one no longer, and a module that is served no longer', async () => {
    const admin = await engine.createAccount('formerly', 'admin')
    const { secret } = await engine.mint(admin, 'admin')
    await engine.database.manager.query(`update account set role = 'member' where id = $1`, [admin.id])
    expectInactive(await engine.introspect(engine.tracker, secret))
    const wiki = await engine.resourceServer('wiki', ['documents'])
    const plain = await engine.mint(ada, 'documents:read')
    expect((await engine.introspect(wiki, plain.secret)).json['active']).to.equal(true)
    await engine.database.manager.query('delete from resource_server_module where client_id = $1', [wiki.id])
    expectInactive(await engine.introspect(wiki, plain.secret))
  })

  it('I11 holds on the next call: a client that is switched off, as the caller or as the holder', async () => {
    const mail = await engine.resourceServer('mail', ['calendar'])
    const app = await engine.application()
    const tokens = await obtainTokens(engine, app, await engine.browser(ada), {
      scope: 'calendar:read',
      resource: mail.audience,
    })
    const granted = String(tokens['access_token'])
    expect((await engine.introspect(mail, granted)).json['active']).to.equal(true)
    await engine.clients.disable(OPERATOR, app.id)
    expectInactive(await engine.introspect(mail, granted))
    await engine.clients.disable(OPERATOR, mail.id)
    expect((await engine.introspect(mail, granted)).status).to.equal(401)
  })

  it('goes on knowing tokens while token generation is switched off', async () => {
    const { secret } = await engine.mint(ada)
    await engine.clients.disable(OPERATOR, 'patmint')
    expect((await engine.introspect(engine.tracker, secret)).json['active']).to.equal(true)
    await engine.clients.enable(OPERATOR, 'patmint')
  })

  it('I12 forbids caches to keep any answer', async () => {
    const { secret } = await engine.mint(ada)
    const answers = [
      await engine.introspect(engine.tracker, secret),
      await engine.introspect(engine.tracker, 'x'),
      await engine.introspect({ ...engine.tracker, secret: 'wrong' }, 'x'),
      await engine.post('/introspect', { token: 'x' }),
      await engine.post('/introspect', {}, engine.tracker),
      await engine.post('/introspect', '{}', engine.tracker, { 'content-type': 'application/json' }),
    ]
    for (const { status, headers } of answers) {
      expect(headers.get('cache-control'), String(status)).to.equal('no-store')
    }
  })

  it('I14 looks at 55 kB, refuses more than 56 kB, and keeps the connection', async () => {
    expectInactive(await engine.introspect(engine.tracker, 'x'.repeat(55_000)))
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const small = await postOn(agent, 'x')
    const big = await postOn(agent, 'x'.repeat(58_000))
    const before = process.memoryUsage().rss
    const huge = await postOn(agent, 'x'.repeat(10_000_000))
    expect(process.memoryUsage().rss - before).to.be.below(200e6)
    const after = await postOn(agent, 'x')
    expect([small.status, big.status, huge.status, after.status]).to.deep.equal([200, 400, 400, 200])
    expect(after.port).to.equal(small.port)
    agent.destroy()
  })

  const postOn = (
    agent: Agent,
    token: string,
  ): Promise<{ status: number | undefined; port: number | undefined }> =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization: basic(engine.tracker),
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': token.length + 6,
      }
      const asked = request(`${engine.url}/introspect`, { method: 'POST', agent, headers }, (answer) => {
        const port = answer.socket.localPort
        answer.resume().on('end', () => resolve({ status: answer.statusCode, port }))
      })
      asked.on('error', reject).end(`token=${token}`)
    })

  it('I15 lets nothing that a token carries along override whose it is', async () => {
    const app = await engine.application()
    const { access_token: token = '' } = await obtainTokens(engine, app, await engine.browser(ada), {
      scope: 'tracker:read',
      resource: engine.tracker.audience,
    })
    await engine.database.manager.query(
      `update oauth_model set payload = jsonb_set(payload, '{extra}', '{"sub": "mallory", "token_name": "x", "active": false}')
        where model = 'AccessToken'`,
    )
    const answer = await engine.introspect(engine.tracker, token)
    expect(answer.json).to.include({ sub: ada.id, active: true })
  })

  it('I16 shows errors as a page to browsers, and everything as JSON to programs', async () => {
    const html = { accept: 'text/html' }
    const page = await engine.post('/introspect', { token: 'x' }, undefined, html)
    expect([page.status, page.headers.get('content-type')]).to.deep.equal([401, 'text/html; charset=utf-8'])
    expect(page.text).to.include('invalid_client')
    const jwt = await engine.post(
      '/introspect',
      { token: 'eyJhbGciOiJSUzI1NiJ9.e30.x' },
      engine.tracker,
      html,
    )
    expect([jwt.status, jwt.text]).to.deep.equal([200, INACTIVE])
    expect(jwt.headers.get('content-type')).to.equal('application/json; charset=utf-8')
    for (const accept of ['application/json', '*/*', 'application/*']) {
      const answer = await engine.post('/introspect', { token: 'x' }, undefined, { accept })
      expect(answer.json['error'], accept).to.equal('invalid_client')
    }
  })

  it('I18 refuses a bearer who asks about a token', async () => {
    const { secret } = await engine.mint(ada)
    const answer = await engine.post('/introspect', { token: secret }, undefined, {
      authorization: `Bearer ${secret}`,
    })
    expect([answer.status, answer.json['error']]).to.deep.equal([401, 'invalid_client'])
    expect(answer.headers.get('www-authenticate')).to.match(/^Basic /)
  })

  it('T3 looks for no token whose checksum is wrong, and asks each table only about what is its own', async () => {
    const { secret } = await engine.mint(ada)
    const typo = `${secret.slice(0, 10)}${secret[10] === 'a' ? 'b' : 'a'}${secret.slice(11)}`
    expect(await queriesFor(typo)).to.deep.equal([])
    expect(await queriesFor(secret)).to.deep.equal(['personal_access_token'])
    expect(await queriesFor('A'.repeat(43))).to.deep.equal(['oauth_model', 'oauth_model'])
    expect(await queriesFor('a token that no model could have\u0000')).to.deep.equal([])
  })

  /** Which tables of tokens a look-up reads, in order. */
  async function queriesFor(token: string): Promise<string[]> {
    const { pool } = engine.database
    const query = pool.query
    const asked: string[] = []
    Object.assign(pool, {
      query: (...given: unknown[]) => {
        const [first] = given as [string | { text: string; values?: readonly unknown[] }]
        const { text, values = [] } = typeof first === 'string' ? { text: first } : first
        // A look at our tokens that names none is there for the client's sake.
        if (values[0] !== '{}')
          asked.push(...(text.match(/(?:from|join) (personal_access_token|oauth_model)/)?.slice(1) ?? []))
        return Reflect.apply(query, pool, given)
      },
    })
    await engine.introspect(engine.tracker, token)
    Object.assign(pool, { query })
    return asked
  }

  it('notes who was shown the token, and from where', async () => {
    const { token, secret } = await engine.mint(ada)
    await engine.introspect(engine.tracker, secret, { client_ip: '203.0.113.9' })
    await engine.tokens.flushUsage()
    const used = await engine.tokens.get(ada.id, token.id)
    expect([used.lastUsedAddress, used.lastUsedBy]).to.deep.equal(['203.0.113.9', engine.tracker.id])
    engine.clock.advance(1_000)
    await engine.introspect(engine.tracker, secret, { client_ip: 'not an address' })
    await engine.tokens.flushUsage()
    expect((await engine.tokens.get(ada.id, token.id)).lastUsedAddress).to.equal('127.0.0.1')
  })

  it('ends a rotated token at its successor’s first use, which a refused question is not', async () => {
    const calendar = await engine.resourceServer('other-calendar', ['calendar'])
    const old = await engine.mint(ada, 'tracker:read')
    const by = { kind: 'account', id: ada.id } as const
    const next = await engine.tokens.rotate(by, {
      accountId: ada.id,
      tokenId: old.token.id,
      when: 'first_use',
    })
    expectInactive(await engine.introspect(calendar, next.secret))
    expect((await engine.introspect(engine.tracker, old.secret)).json['active']).to.equal(true)
    expect((await engine.introspect(engine.tracker, next.secret)).json['active']).to.equal(true)
    expectInactive(await engine.introspect(engine.tracker, old.secret))
  })

  it('opens itself to no web page of another origin', async () => {
    const { secret } = await engine.mint(ada)
    const plain = await engine.introspect(engine.tracker, secret)
    expect(plain.headers.get('access-control-allow-origin')).to.equal(null)
    const form = { token: secret }
    const answer = await engine.post('/introspect', form, engine.tracker, { origin: 'https://evil.example' })
    expect([answer.status, answer.json['active']]).to.deep.equal([400, undefined])
    expect(answer.headers.get('access-control-allow-origin')).to.equal(null)
  })

  it('is no way into /userinfo for a personal access token', async () => {
    const { secret } = await engine.mint(ada)
    const answer = await fetch(`${engine.url}/userinfo`, { headers: { authorization: `Bearer ${secret}` } })
    expect(answer.status).to.equal(403)
    expect(answer.headers.get('www-authenticate')).to.include('error="insufficient_scope"')
    const unknown = await fetch(`${engine.url}/userinfo`, { headers: { authorization: `Bearer ${secret}x` } })
    expect(unknown.status).to.equal(401)
    expect(unknown.headers.get('www-authenticate')).to.include('error="invalid_token"')
  })
})

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
