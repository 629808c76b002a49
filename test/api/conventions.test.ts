import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { freshServer, type TestServer } from '../support/server.ts'
import { holding, type Program, programOf } from './support.ts'

const DAY = 86_400_000
const MINUTE = 60_000

describe('the API’s conventions', () => {
  let server: TestServer
  let ada: Account
  let program: Program
  before(async () => {
    server = await freshServer({ PATMINT_CORS_ORIGINS: 'https://app.example.com' })
    ada = await server.createAccount('ada')
    program = await programOf(server, ada, ['patmint:write', 'tracker:write'], { expiry: { inDays: 300 } })
  })
  after(() => server.close())

  const mint = (key: string, given: object = {}, by: Omit<Program, 'tokenId'> = program) =>
    by.post('tokens', { name: 'once', scopes: ['tracker:read'], ...given }, { 'idempotency-key': key })
  const count = async (): Promise<number> =>
    (await server.database.manager.query('select count(*)::int as n from personal_access_token'))[0].n

  describe('Idempotency-Key', () => {
    it('answers a repeated request with the first answer, secret included', async () => {
      const first = await mint('a')
      const before = await count()
      const again = await mint('a')
      expect(again.status).to.equal(201)
      expect(again.body).to.deep.equal(first.body)
      expect(again.headers.get('idempotency-replayed')).to.equal('true')
      expect(again.headers.get('location')).to.equal(first.headers.get('location'))
      expect(await count()).to.equal(before)
    })

    it('does it once, of eight at the same time', async () => {
      const before = await count()
      const answers = await Promise.all(Array.from({ length: 8 }, () => mint('b')))
      expect(answers.map(({ status }) => status)).to.deep.equal(Array.from({ length: 8 }, () => 201))
      expect(new Set(answers.map(({ body }) => body.secret)).size).to.equal(1)
      expect(await count()).to.equal(before + 1)
    })

    it('is refused with another request', async () => {
      await mint('c')
      expect((await mint('c', { name: 'other' })).body).to.include({
        status: 422,
        code: 'idempotency_key_reused',
      })
      expect((await mint('x'.repeat(256))).body).to.include({ status: 400, code: 'idempotency_key_invalid' })
    })

    it('is another one for another token', async () => {
      const other = await programOf(server, ada, ['patmint:write', 'tracker:read'])
      const [own, others] = [await mint('d'), await mint('d', {}, other)]
      expect(own.body.token.id).not.to.equal(others.body.token.id)
    })

    it('keeps nothing of what failed, so that it can be tried again', async () => {
      await server.clients.disable(OPERATOR, 'patmint')
      expect((await mint('e')).body).to.include({ code: 'token_generation_off' })
      await server.clients.enable(OPERATOR, 'patmint')
      expect((await mint('e')).status).to.equal(201)
    })

    it('is kept for 24 hours', async () => {
      const first = await mint('f')
      server.clock.advance(DAY - MINUTE)
      expect((await mint('f')).body).to.deep.equal(first.body)
      server.clock.advance(MINUTE)
      expect((await mint('f')).body.token.id).not.to.equal(first.body.token.id)
    })
  })

  describe('ETag', () => {
    it('stands for what can be changed, and not for use', async () => {
      const { tokenId, secret } = await programOf(server, ada, ['tracker:read'])
      const first = await program.get(`tokens/${tokenId}`)
      const etag = first.headers.get('etag') ?? ''
      expect(etag).to.match(/^"[\w-]{27}"$/)
      await holding(server, secret).get('whoami')
      await server.tokens.flushUsage()
      const second = await program.get(`tokens/${tokenId}`)
      expect(second.body.lastUsedAt).not.to.equal(null)
      expect(second.headers.get('etag')).to.equal(etag)
      const third = await program.get(`tokens/${tokenId}`, { 'if-none-match': etag })
      expect(third.status).to.equal(304)
      expect(third.body).to.equal(undefined)
    })

    it('in If-Match lets one of those who read the same change it', async () => {
      const { tokenId } = await programOf(server, ada, ['tracker:read'])
      const etag = (await program.get(`tokens/${tokenId}`)).headers.get('etag') ?? ''
      const rename = (name: string) => program.patch(`tokens/${tokenId}`, { name }, { 'if-match': etag })
      const answers = await Promise.all(['a', 'b', 'c', 'd'].map(rename))
      expect(answers.filter(({ status }) => status === 200)).to.have.length(1)
      const refused = answers.filter(({ status }) => status === 412)
      expect(refused).to.have.length(3)
      expect(refused[0]?.body).to.include({ code: 'precondition_failed' })
      const winner = answers.find(({ status }) => status === 200)
      expect(winner?.headers.get('etag')).to.equal(
        (await program.get(`tokens/${tokenId}`)).headers.get('etag'),
      )
      expect((await program.patch(`tokens/${tokenId}`, { name: 'e' }, { 'if-match': '*' })).status).to.equal(
        200,
      )
      expect((await program.patch(`tokens/${tokenId}`, { name: 'f' })).status).to.equal(200)
    })
  })

  it('say when the token ends, from 14 days before', async () => {
    const short = await programOf(server, ada, ['tracker:read'], { expiry: { inDays: 20 } })
    expect((await short.get('whoami')).headers.get('patmint-token-expires')).to.equal(null)
    server.clock.advance(6 * DAY)
    const { body, headers } = await short.get('whoami')
    expect(headers.get('patmint-token-expires')).to.equal(body.token.expiresAt)
    const refused = await short.get('tokens')
    expect(refused.status).to.equal(403)
    expect(refused.headers.get('patmint-token-expires')).to.equal(body.token.expiresAt)
  })

  it('refuse a body that is no JSON object, and keep the connection', async () => {
    const send = async (body: string, type = 'application/json') => {
      const headers = { authorization: `Bearer ${program.secret}`, 'content-type': type }
      const answer = await fetch(`${server.url}/api/v1/tokens`, { method: 'POST', headers, body })
      expect(answer.headers.get('content-type')).to.contain('application/problem+json')
      return { status: answer.status, ...((await answer.json()) as object) }
    }
    for (const [body, code] of [
      ['{', 'bad_request'],
      ['[]', 'invalid_parameters'],
      ['"x"', 'bad_request'],
      ['null', 'bad_request'],
      [`{"name":"${'x'.repeat(60_000)}"}`, 'payload_too_large'],
      ['{"__proto__":{"name":"x"}}', 'bad_request'],
    ] as const)
      expect(await send(body), body.slice(0, 20)).to.include({ code })
    expect(await send('name=x', 'application/x-www-form-urlencoded')).to.include({
      status: 415,
      code: 'unsupported_media_type',
    })
  })

  it('answer what is not there as a program’s problem, never with a page', async () => {
    const answer = await fetch(`${server.url}/api/v1/nowhere`, { headers: { accept: 'text/html' } })
    expect(answer.status).to.equal(404)
    expect(await answer.json()).to.include({ code: 'not_found' })
    const wrong = await program.put('tokens', {})
    expect(wrong.body).to.include({ status: 405, code: 'method_not_allowed' })
    expect(wrong.headers.get('allow')).to.contain('POST')
  })

  it('are open to the pages of configured origins, and no others', async () => {
    const ask = (origin: string, method = 'GET') =>
      fetch(`${server.url}/api/v1/whoami`, {
        method,
        headers: {
          origin,
          authorization: `Bearer ${program.secret}`,
          'access-control-request-method': 'GET',
        },
      })
    const allowed = await ask('https://app.example.com')
    expect(allowed.headers.get('access-control-allow-origin')).to.equal('https://app.example.com')
    expect(allowed.headers.get('access-control-allow-credentials')).to.equal(null)
    expect((await ask('https://app.example.com', 'OPTIONS')).status).to.equal(204)
    for (const origin of ['https://evil.example.com', 'null', 'https://app.example.com.evil.com'])
      expect((await ask(origin)).headers.get('access-control-allow-origin')).to.equal(null)
    const page = await fetch(`${server.url}/sign-in`, { headers: { origin: 'https://app.example.com' } })
    expect(page.headers.get('access-control-allow-origin')).to.equal(null)
  })
})
