import { expect } from 'chai'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import type { Account } from '../../src/accounts/index.ts'
import { ask, obtainCode, obtainTokens, redeem, refresh, toUrl } from './code-flow.ts'
import { type Answer, type Credentials, type Engine, freshEngine } from './support.ts'

describe('the authorization code flow', () => {
  let engine: Engine
  let ada: Account
  let app: Credentials
  before(async () => {
    engine = await freshEngine()
    ada = await engine.createAccount('ada')
  })
  beforeEach(async () => {
    app = await engine.application()
  })
  after(() => engine.close())

  const offline = {
    scope: 'openid offline_access tracker:read',
    prompt: 'consent',
    resource: 'https://tracker.example.com',
  }
  const revocations = async () =>
    (await engine.events('grant.revoked')).filter((row) => row['client_id'] === app.id)
  const eight = <Result>(work: () => Promise<Result>) => Promise.all(Array.from({ length: 8 }, work))

  /** Every access and refresh token among these answers is dead. */
  async function expectAllDead(answers: readonly Answer[]): Promise<void> {
    for (const { json } of answers) {
      for (const token of [json['access_token'], json['refresh_token']]) {
        if (typeof token !== 'string') continue
        expect((await engine.introspect(app, token)).text).to.equal('{"active":false}')
        expect((await engine.introspect(engine.tracker, token)).text).to.equal('{"active":false}')
        expect((await refresh(engine, app, token)).json['error']).to.equal('invalid_grant')
      }
    }
    const rows: unknown[] = await engine.database.manager.query(
      `select * from oauth_model where model = 'Grant' and payload->>'clientId' = $1`,
      [app.id],
    )
    expect(rows).to.deep.equal([])
  }

  it('signs a person in: an ID token that verifies, their claims at /userinfo, and iss in the answer', async () => {
    const browser = await engine.browser(ada)
    const asked = ask(app, { scope: 'openid profile email', nonce: 'n' })
    const end = await browser.follow(toUrl(asked))
    if (!('away' in end)) throw new Error('no redirect')
    expect(end.away.origin + end.away.pathname).to.equal('https://app.example.com/cb')
    expect(end.away.searchParams.get('iss')).to.equal(engine.url)
    expect(end.away.searchParams.get('state')).to.equal('a state')
    const { json } = await redeem(engine, app, asked, String(end.away.searchParams.get('code')))
    const keys = createRemoteJWKSet(new URL('/jwks', engine.url))
    const { payload } = await jwtVerify(String(json['id_token']), keys, {
      issuer: engine.url,
      audience: app.id,
    })
    expect(payload).to.include({ sub: ada.id, nonce: 'n' })
    const userinfo = await fetch(`${engine.url}/userinfo`, {
      headers: { authorization: `Bearer ${String(json['access_token'])}` },
    })
    expect(await userinfo.json()).to.deep.equal({ sub: ada.id, name: 'ada', email: 'ada@example.com' })
  })

  it('A1 takes a code once: of eight at the same time one at most succeeds, and afterwards nothing lives', async () => {
    for (let round = 0; round < 5; round += 1) {
      app = await engine.application()
      const asked = ask(app, offline)
      const code = await obtainCode(await engine.browser(ada), asked)
      const answers = await eight(() => redeem(engine, app, asked, code))
      expect(answers.filter(({ status }) => status === 200).length).to.be.at.most(1)
      for (const { status, json } of answers) {
        if (status !== 200) expect([status, json['error']]).to.deep.equal([400, 'invalid_grant'])
      }
      await expectAllDead(answers)
      expect(await revocations()).to.have.length(1)
    }
  })

  it('A1 ends what a code gave when the code comes again later', async () => {
    const asked = ask(app, offline)
    const code = await obtainCode(await engine.browser(ada), asked)
    const first = await redeem(engine, app, asked, code)
    expect(first.status).to.equal(200)
    const again = await redeem(engine, app, asked, code)
    expect([again.status, again.json['error']]).to.deep.equal([400, 'invalid_grant'])
    await expectAllDead([first])
    expect(await revocations()).to.have.length(1)
  })

  it('A2 gives a code sixty seconds', async () => {
    const asked = ask(app)
    await obtainCode(await engine.browser(ada), asked)
    const [row]: { seconds: number }[] = await engine.database.manager.query(
      `select extract(epoch from expires_at - created_at)::float as seconds from oauth_model
        where model = 'AuthorizationCode' order by created_at desc limit 1`,
    )
    expect(row?.seconds).to.be.within(50, 60)
  })

  it('A2 refuses a code that has expired, with no tolerance', async () => {
    const asked = ask(app)
    const code = await obtainCode(await engine.browser(ada), asked)
    await engine.database.manager.query(
      `update oauth_model set payload = jsonb_set(payload, '{exp}', to_jsonb(extract(epoch from now())::int - 1))
        where model = 'AuthorizationCode'`,
    )
    const answer = await redeem(engine, app, asked, code)
    expect(answer.json['error']).to.equal('invalid_grant')
  })

  it('A3 rotates refresh tokens, and ends the family when an old one comes back', async () => {
    const tokens = await obtainTokens(engine, app, await engine.browser(ada), offline)
    const second = await refresh(engine, app, String(tokens['refresh_token']))
    expect(second.status, second.text).to.equal(200)
    expect(second.json['refresh_token']).to.not.equal(tokens['refresh_token'])
    const stolen = await refresh(engine, app, String(tokens['refresh_token']))
    expect(stolen.json['error']).to.equal('invalid_grant')
    await expectAllDead([second])
    expect(await revocations()).to.have.length(1)
  })

  for (const many of [2, 4, 8]) {
    it(`A3 ends the family when a refresh token is used ${many} times at once, and records it once`, async () => {
      const tokens = await obtainTokens(engine, app, await engine.browser(ada), offline)
      const answers = await Promise.all(
        Array.from({ length: many }, () => refresh(engine, app, String(tokens['refresh_token']))),
      )
      expect(answers.filter(({ status }) => status === 200).length).to.be.at.most(1)
      await expectAllDead(answers)
      expect(await revocations()).to.have.length(1)
    })
  }

  it('A4 demands PKCE of confidential and of public clients', async () => {
    const browser = await engine.browser(ada)
    for (const client of [app, await engine.application({ isPublic: true })]) {
      const asked = ask(client, { code_challenge: undefined, code_challenge_method: undefined })
      expect(await errorOf(browser.follow(toUrl(asked)))).to.equal('invalid_request')
    }
  })

  it('A4 knows only S256, with a challenge that can be one', async () => {
    const browser = await engine.browser(ada)
    const bad = [
      { code_challenge_method: 'plain' },
      { code_challenge_method: undefined },
      { code_challenge_method: 's256' },
      { code_challenge: 'a'.repeat(42) },
      { code_challenge: 'a'.repeat(129) },
    ]
    for (const more of bad) {
      expect(await errorOf(browser.follow(toUrl(ask(app, more)))), JSON.stringify(more)).to.equal(
        'invalid_request',
      )
    }
  })

  it('A4 demands the verifier itself, of 43 to 128 characters', async () => {
    const browser = await engine.browser(ada)
    for (const code_verifier of ['', 'a'.repeat(42), 'a'.repeat(129), 'a'.repeat(43)]) {
      const asked = ask(app)
      const answer = await redeem(engine, app, asked, await obtainCode(browser, asked), { code_verifier })
      expect(answer.status, code_verifier).to.equal(400)
    }
  })

  it('A5 sends a browser to the registered address only, to the letter', async () => {
    const browser = await engine.browser(ada)
    const others = [
      'https://app.example.com/cb?x=1',
      'https://app.example.com/cb/',
      'https://app.example.com/CB',
      'https://app.example.com:8443/cb',
      'http://app.example.com/cb',
      'https://app.example.com@evil.example/cb',
      'https://app.example.com.evil.example/cb',
      'https://app.example.com/cb#x',
      'https://evil.example/cb',
      'javascript:alert(1)',
      '//app.example.com/cb',
    ]
    for (const redirect_uri of others)
      await expectPage(await browser.get(toUrl(ask(app, { redirect_uri }))), redirect_uri)
    await expectPage(await browser.get(toUrl(ask(app, { redirect_uri: undefined }))), 'none')
  })

  it('A5 lets only the port differ, and only on a loopback address', async () => {
    const native = await engine.application({ isPublic: true, redirectUris: ['http://127.0.0.1/cb'] })
    const browser = await engine.browser(ada)
    const good = await browser.get(toUrl(ask(native, { redirect_uri: 'http://127.0.0.1:51004/cb' })))
    expect(good.status).to.equal(303)
    for (const redirect_uri of [
      'http://localhost:51004/cb',
      'http://127.0.0.1:51004/other',
      'http://127.0.0.2/cb',
    ]) {
      await expectPage(await browser.get(toUrl(ask(native, { redirect_uri }))), redirect_uri)
    }
  })

  it('A6 redirects nobody before client and address are known to be good', async () => {
    const browser = await engine.browser(ada)
    const bad = [
      toUrl(ask({ id: 'nobody', secret: '' })),
      toUrl(ask({ id: '\u0001', secret: '' })),
      toUrl(ask(app, { client_id: undefined })),
      toUrl(ask(engine.tracker)),
      toUrl(ask({ id: 'patmint', secret: '' })),
      `${toUrl(ask(app))}&client_id=${app.id}`,
      `${toUrl(ask(app))}&redirect_uri=https://evil.example`,
      '/authorize',
      '/authorize/made-up',
    ]
    for (const url of bad) await expectPage(await browser.get(url), url)
  })

  it('A6 redirects by 303 only, so that no form is sent on', async () => {
    const browser = await engine.browser(ada)
    let at = toUrl(ask(app))
    for (;;) {
      const answer = await browser.get(at)
      expect(answer.status).to.equal(303)
      at = String(answer.headers.get('location'))
      if (at.startsWith('https://app.example.com/')) break
    }
  })

  it('A7 publishes one issuer, whatever the request calls the host', async () => {
    for (const path of ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server']) {
      const answer = await fetch(engine.url + path, {
        headers: {
          'x-forwarded-host': 'evil.example',
          'x-forwarded-proto': 'https',
          forwarded: 'host=evil.example',
        },
      })
      const metadata = (await answer.json()) as Record<string, unknown>
      expect(metadata['issuer']).to.equal(engine.url)
      for (const [name, value] of Object.entries(metadata)) {
        if (name.endsWith('_endpoint') || name === 'jwks_uri')
          expect(value).to.match(new RegExp(`^${engine.url}/`))
      }
      expect(metadata).to.include({
        introspection_endpoint: `${engine.url}/introspect`,
        revocation_endpoint: `${engine.url}/revoke`,
        authorization_response_iss_parameter_supported: true,
      })
    }
  })

  it('A7 names the issuer in an error that it sends to the application', async () => {
    const end = await (await engine.browser(ada)).follow(toUrl(ask(app, { scope: 'openid', prompt: 'none' })))
    if (!('away' in end)) throw new Error('no redirect')
    expect(end.away.searchParams.get('error')).to.equal('login_required')
    expect(end.away.searchParams.get('iss')).to.equal(engine.url)
  })

  it('A8 has no implicit, hybrid, password or client credentials grant', async () => {
    const browser = await engine.browser(ada)
    for (const response_type of [
      'token',
      'id_token',
      'code id_token',
      'code token',
      'none',
      'code id_token token',
    ]) {
      const error = await errorOf(browser.follow(toUrl(ask(app, { response_type, nonce: 'n' }))))
      expect(error, response_type).to.be.oneOf(['unsupported_response_type', 'unauthorized_client'])
    }
    for (const grant_type of [
      'password',
      'client_credentials',
      'implicit',
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
    ]) {
      const answer = await engine.post('/token', { grant_type, username: 'ada', password: 'x' }, app)
      expect([answer.status, answer.json['error']], grant_type).to.deep.equal([400, 'unsupported_grant_type'])
    }
    const metadata = (await (await fetch(`${engine.url}/.well-known/openid-configuration`)).json()) as Record<
      string,
      unknown
    >
    expect(metadata['grant_types_supported']).to.have.members(['authorization_code', 'refresh_token'])
    expect(metadata['response_types_supported']).to.deep.equal(['code'])
    expect(metadata['code_challenge_methods_supported']).to.deep.equal(['S256'])
    expect(JSON.stringify(metadata)).to.not.include('HS256')
  })

  it('A9 forbids caches to keep tokens and errors', async () => {
    const asked = ask(app)
    const good = await redeem(engine, app, asked, await obtainCode(await engine.browser(ada), asked))
    const bad = await redeem(engine, app, asked, 'no such code')
    const strange = await redeem(engine, { ...app, secret: 'wrong' }, asked, 'no such code')
    expect([good.status, bad.status, strange.status]).to.deep.equal([200, 400, 401])
    for (const { headers } of [good, bad, strange]) expect(headers.get('cache-control')).to.equal('no-store')
  })

  it('A10 knows no resource but the registered ones', async () => {
    const browser = await engine.browser(ada)
    for (const resource of ['https://unknown.example', 'not a uri', `${engine.tracker.audience}#x`]) {
      expect(await errorOf(browser.follow(toUrl(ask(app, { resource })))), resource).to.equal(
        'invalid_target',
      )
    }
    const tokens = await obtainTokens(engine, app, browser, {
      scope: 'openid tracker:read',
      resource: engine.tracker.audience,
    })
    const userinfo = await fetch(`${engine.url}/userinfo`, {
      headers: { authorization: `Bearer ${String(tokens['access_token'])}` },
    })
    expect(userinfo.status).to.equal(403)
  })

  it('keeps no code, token, session or client secret in the database', async () => {
    const browser = await engine.browser(ada)
    const asked = ask(app, offline)
    const code = await obtainCode(browser, asked)
    const { json } = await redeem(engine, app, asked, code)
    const rows: { row: string }[] = await engine.database.manager.query(
      'select t::text as row from oauth_model t union all select t::text from oauth_client t',
    )
    const dump = rows.map(({ row }) => row).join('\n')
    const cookies = [...browser.cookies.values()].map(({ value }) => value)
    const secrets = [code, json['access_token'], json['refresh_token'], app.secret, ...cookies].map(String)
    expect(secrets.length).to.be.at.least(6)
    for (const secret of secrets) expect(dump).to.not.include(secret.slice(0, 20))
  })

  it('W3 answers NUL bytes and broken encodings with an error of the caller', async () => {
    const browser = await engine.browser(ada)
    for (const path of ['/authorize/%00', '/authorize/%FF', `${toUrl(ask(app))}&nonce=%FF%C0%80`]) {
      const { status } = await browser.get(path)
      expect(status, path).to.be.within(300, 499)
    }
    for (const code of ['\u0000', 'x\u0000y', '\ud800', 'x'.repeat(5_000)]) {
      expect((await redeem(engine, app, ask(app), code)).status).to.equal(400)
    }
    browser.cookies.set('patmint_oauth', { value: '%00', path: '/' })
    browser.cookies.set('patmint_interaction_resume', { value: 'x', path: '/' })
    expect((await browser.get('/authorize/x')).status).to.equal(400)
  })
})

async function errorOf(end: Promise<{ away: URL } | { answer: Response }>): Promise<string | null> {
  const reached = await end
  if (!('away' in reached))
    throw new Error(`no redirect but ${reached.answer.status}: ${await reached.answer.text()}`)
  // Answers meant for a flow that is not the code flow come in the fragment.
  return (
    reached.away.searchParams.get('error') ?? new URLSearchParams(reached.away.hash.slice(1)).get('error')
  )
}

/** A page that says what is wrong, here. */
async function expectPage(answer: Response, about: string): Promise<void> {
  expect(answer.status, about).to.equal(400)
  expect(answer.headers.get('location'), about).to.equal(null)
  expect(answer.headers.get('content-type'), about).to.equal('text/html; charset=utf-8')
  expect(await answer.text()).to.include('"kind":"error"')
}
