import { expect } from 'chai'
import * as client from 'openid-client'
import type { Account } from '../../src/accounts/index.ts'
import { DAY } from '../../src/lib/index.ts'
import { obtainTokens, refresh } from './code-flow.ts'
import { type Credentials, type Engine, expectInactive, freshEngine } from './support.ts'

describe('revoking a token', () => {
  let engine: Engine
  let ada: Account
  let ours: Credentials
  before(async () => {
    engine = await freshEngine()
    ada = await engine.createAccount('ada')
    ours = await engine.application({ firstParty: true })
  })
  after(() => engine.close())

  const isActive = async (token: string, by: Credentials = engine.tracker) =>
    (await engine.introspect(by, token)).json['active']
  const offline = {
    scope: 'openid offline_access tracker:read',
    prompt: 'consent',
    resource: 'https://tracker.example.com',
  }

  it('R1 ends an application’s own token at once', async () => {
    const app = await engine.application()
    const { access_token: token = '' } = await obtainTokens(engine, app, await engine.browser(ada), offline)
    expect(await isActive(token)).to.equal(true)
    const answer = await engine.revoke(app, token)
    expect([answer.status, answer.text]).to.deep.equal([200, ''])
    expect(await isActive(token)).to.equal(false)
  })

  it('R1 lets an application of ours end a personal access token, and records who did', async () => {
    const { token, secret } = await engine.mint(ada)
    expect((await engine.revoke(ours, secret)).status).to.equal(200)
    expect(await isActive(secret)).to.equal(false)
    const [event] = (await engine.events('token.revoked')).filter((row) => row['token_id'] === token.id)
    expect(event).to.include({
      actor_kind: 'client',
      actor_id: ours.id,
      account_id: ada.id,
      address: '127.0.0.1',
    })
  })

  it('R2 is content with a token that is dead already, or never lived', async () => {
    const { secret } = await engine.mint(ada)
    const presented = [secret, secret, 'garbage', 'pat_garbage', '\u0000', '😀', 'x'.repeat(50_000)]
    for (const token of presented) {
      const answer = await engine.revoke(ours, token)
      expect([answer.status, answer.text]).to.deep.equal([200, ''])
    }
    const short = await engine.mint(ada, 'tracker:read', { expiry: { inDays: 1 } })
    engine.clock.advance(2 * DAY)
    expect((await engine.revoke(ours, short.secret)).status).to.equal(200)
  })

  it('R3 refuses another confidential client, and the token lives on', async () => {
    const { secret } = await engine.mint(ada)
    const app = await engine.application()
    for (const by of [app, engine.tracker]) {
      const answer = await engine.revoke(by, secret)
      expect([answer.status, answer.json['error']]).to.deep.equal([400, 'invalid_request'])
    }
    expect(await isActive(secret)).to.equal(true)
    const { access_token: token = '' } = await obtainTokens(engine, app, await engine.browser(ada), offline)
    expect((await engine.revoke(ours, token)).status).to.equal(400)
    expect(await isActive(token)).to.equal(true)
  })

  it('R3 tells a public client nothing about others’ tokens, and the token lives on', async () => {
    const open = await engine.application({ isPublic: true })
    const { secret } = await engine.mint(ada)
    const answer = await engine.post('/revoke', { token: secret, client_id: open.id })
    expect([answer.status, answer.text]).to.deep.equal([200, ''])
    expect(await isActive(secret)).to.equal(true)
  })

  it('R4 finds the token whatever the hint says', async () => {
    for (const token_type_hint of ['refresh_token', 'access_token', 'nonsense']) {
      const { secret } = await engine.mint(ada)
      await engine.revoke(ours, secret, { token_type_hint })
      expect(await isActive(secret), token_type_hint).to.equal(false)
    }
  })

  it('R5 says that it cannot revoke a JWT', async () => {
    const answer = await engine.revoke(ours, 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln')
    expect([answer.status, answer.json['error']]).to.deep.equal([400, 'unsupported_token_type'])
  })

  it('R6 leaves the siblings of a personal access token alive', async () => {
    const [one, other] = [await engine.mint(ada), await engine.mint(ada)]
    await engine.revoke(ours, one.secret)
    expect(await isActive(one.secret)).to.equal(false)
    expect(await isActive(other.secret)).to.equal(true)
  })

  it('R6 ends with a refresh token the access tokens of its grant', async () => {
    const app = await engine.application()
    const tokens = await obtainTokens(engine, app, await engine.browser(ada), offline)
    const [access, refreshToken] = [String(tokens['access_token']), String(tokens['refresh_token'])]
    expect(await isActive(access)).to.equal(true)
    expect((await engine.revoke(app, refreshToken)).status).to.equal(200)
    expect(await isActive(access)).to.equal(false)
    expect((await refresh(engine, app, refreshToken)).json['error']).to.equal('invalid_grant')
    const events = (await engine.events('grant.revoked')).filter((row) => row['client_id'] === app.id)
    expect(events).to.have.length(1)
    expect(events[0]).to.include({ actor_kind: 'client', actor_id: app.id, account_id: ada.id })
  })

  it('R8 is true for every question that begins after the answer, with a thousand in flight', async () => {
    const tokens = await Promise.all(
      Array.from({ length: 40 }, async () => (await engine.mint(await owner(), 'tracker:read')).secret),
    )
    const revokedAt = new Map<string, number>()
    const lies: string[] = []
    const ask = async (token: string) => {
      const startedAt = performance.now()
      const active = await isActive(token)
      const deadSince = revokedAt.get(token)
      if (active === true && deadSince !== undefined && deadSince <= startedAt) lies.push(token)
    }
    const end = async (token: string) => {
      await engine.revoke(ours, token)
      revokedAt.set(token, performance.now())
    }
    const work = Array.from({ length: 25 }, (_, round) =>
      tokens.map((token, index) => () => (index % 25 === round ? end(token) : ask(token))),
    ).flat()
    await inParallel(work, 60)
    expect(lies).to.deep.equal([])
    expect(revokedAt.size).to.equal(40)
    for (const token of tokens) expectInactive(await engine.introspect(engine.tracker, token))
  })

  let owners = 0
  const owner = () => {
    owners += 1
    return engine.createAccount(`owner${owners}`)
  }

  it('R10 has an empty body and no type, which a client that expects JSON can live with', async () => {
    const { secret } = await engine.mint(ada)
    const answer = await engine.post('/revoke', { token: secret }, ours, { accept: 'application/json' })
    expect(answer.status).to.equal(200)
    expect(answer.headers.get('content-length')).to.equal('0')
    expect(answer.headers.get('content-type')).to.equal(null)
    expect(answer.headers.get('cache-control')).to.equal('no-store')
  })

  it('I3 I6 I18 asks for credentials just as introspection does', async () => {
    const { secret } = await engine.mint(ada)
    const none = await engine.post('/revoke', { token: secret })
    expect([none.status, none.json['error']]).to.deep.equal([401, 'invalid_client'])
    const bearer = await engine.post('/revoke', { token: secret }, undefined, {
      authorization: `Bearer ${secret}`,
    })
    expect([bearer.status, bearer.json['error']]).to.deep.equal([401, 'invalid_client'])
    const twice = await engine.post(
      '/revoke',
      { token: secret, client_id: ours.id, client_secret: ours.secret },
      ours,
    )
    expect(twice.status).to.equal(400)
    expect(await isActive(secret)).to.equal(true)
  })

  it('works with openid-client, and so does introspection', async () => {
    const { secret } = await engine.mint(ada)
    const connect = ({ id, secret: clientSecret }: Credentials) =>
      client.discovery(new URL(engine.url), id, clientSecret, undefined, {
        execute: [client.allowInsecureRequests],
      })
    const [api, app] = [await connect(engine.tracker), await connect(ours)]
    expect((await client.tokenIntrospection(api, secret)).sub).to.equal(ada.id)
    await client.tokenRevocation(app, secret)
    expect(await client.tokenIntrospection(api, secret)).to.deep.equal({ active: false })
    await client.tokenRevocation(app, secret)
  })
})

/** Runs all of it, `most` at a time. */
async function inParallel(work: readonly (() => Promise<void>)[], most: number): Promise<void> {
  const queue = work.values()
  const runner = async () => {
    for (const task of queue) await task()
  }
  await Promise.all(Array.from({ length: most }, runner))
}
