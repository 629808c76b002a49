import { expect } from 'chai'
import { run } from '../support/database.ts'
import { freshServer } from '../support/server.ts'
import { exchange, headersOf, request, statusOf } from './raw.ts'

const EVERYWHERE = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

function expectSecure(headers: Headers): void {
  for (const [name, value] of Object.entries(EVERYWHERE))
    expect(headers.get(name)?.trim(), name).to.equal(value)
  const policy = headers.get('content-security-policy') ?? ''
  expect(policy).to.contain("default-src 'none'").and.to.contain("frame-ancestors 'none'")
  expect(policy).to.contain("base-uri 'none'").and.not.to.contain('unsafe')
  expect(headers.get('permissions-policy')).to.contain('camera=()')
}

describe('the headers of every answer', () => {
  for (const [name, path, status] of [
    ['a page', '/sign-in', 200],
    ['a page that does not exist', '/nothing/here', 404],
    ['a path that is not UTF-8', '/%C0%80', 400],
    ['the health check', '/livez', 200],
    ['the API', '/api/v1/whoami', 401],
    ['an address of the API that does not exist', '/api/v1/nothing', 404],
    ['an error page of the engine', '/authorize', 400],
    ['discovery', '/.well-known/openid-configuration', 200],
    ['introspection with a wrong method', '/introspect', 404],
  ] as const) {
    it(`U10 protect ${name}`, async () => {
      const { url, close } = await freshServer()
      const answer = await fetch(url + path, { headers: { accept: 'text/html' } })
      expect(answer.status).to.equal(status)
      expectSecure(answer.headers)
      expect(answer.headers.get('x-request-id')).to.match(/^[0-9a-f-]{36}$/)
      await close()
    })
  }

  it('U10 protect an error of ours, which says nothing of its cause', async () => {
    const { url, databaseUrl, tokens, createAccount, logged, close } = await freshServer()
    const { id } = await createAccount('ada')
    const by = { kind: 'account', id } as const
    const { secret } = await tokens.mint(by, { accountId: id, name: 'ci', scopes: ['tracker:read'] })
    await run(databaseUrl, 'alter table personal_access_token rename to elsewhere')
    const answer = await fetch(`${url}/api/v1/whoami`, { headers: { authorization: `Bearer ${secret}` } })
    await run(databaseUrl, 'alter table elsewhere rename to personal_access_token')
    expect(answer.status).to.equal(500)
    expectSecure(answer.headers)
    const problem = (await answer.json()) as Record<string, unknown>
    expect(problem).to.include({ code: 'internal_error', requestId: answer.headers.get('x-request-id') })
    expect(JSON.stringify(problem)).not.to.match(/personal_access_token|select|relation/)
    expect(logged()).to.contain('a request failed').and.to.contain(problem['requestId'])
    await close()
  })

  for (const [name, bytes, status] of [
    ['headers that are too large', request('GET', '/', ['Host: x', `X-Large: ${'x'.repeat(20_000)}`]), 431],
    ['what is not HTTP', 'hello\r\n\r\n', 400],
    ['a request without a host', request('GET', '/livez', []), 400],
    ['a CONNECT', request('CONNECT', 'example.com:443'), 400],
    ['an expectation', request('GET', '/livez', ['Host: x', 'Expect: miracles']), 200],
  ] as const) {
    it(`U10 protect the answer to ${name}`, async () => {
      const { url, close } = await freshServer()
      const answer = await exchange(url, bytes)
      expect(statusOf(answer)).to.equal(status)
      expectSecure(headersOf(answer))
      await close()
    })
  }

  it('U10 ask for https for two years where the issuer is https, and only there', async () => {
    const secure = await freshServer({
      PATMINT_ISSUER: 'https://tokens.example.com',
    })
    const plain = await freshServer()
    const transport = async (url: string) =>
      (await fetch(`${url}/livez`)).headers.get('strict-transport-security')
    expect(await transport(secure.url)).to.equal('max-age=63072000')
    expect(await transport(plain.url)).to.equal(null)
    await secure.close()
    await plain.close()
  })

  it('T8 keep pages and API out of every cache', async () => {
    const { url, close } = await freshServer()
    for (const path of ['/sign-in', '/api/v1/whoami', '/nothing']) {
      expect((await fetch(url + path)).headers.get('cache-control'), path).to.equal('no-store')
    }
    await close()
  })

  it('I12 keep introspection out of every cache, errors included', async () => {
    const { url, close } = await freshServer()
    const answer = await fetch(`${url}/introspect`, {
      method: 'POST',
      body: new URLSearchParams({ token: 'x' }),
    })
    expect(answer.status).to.equal(401)
    expect(answer.headers.get('cache-control')).to.contain('no-store')
    await close()
  })

  it('give back a plain request id, and no other', async () => {
    const { url, close } = await freshServer()
    const idFor = async (id: string) =>
      (await fetch(`${url}/livez`, { headers: { 'x-request-id': id } })).headers.get('x-request-id')
    expect(await idFor('trace-0123456789')).to.equal('trace-0123456789')
    for (const bad of ['short', 'x'.repeat(65), 'has space in it', '{"json":true}']) {
      expect(await idFor(bad)).to.match(/^[0-9a-f-]{36}$/)
    }
    await close()
  })
})

describe('the form of an error', () => {
  it('is a page for a browser, with the request id', async () => {
    const { url, close } = await freshServer()
    const answer = await fetch(`${url}/nothing`, {
      headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' },
    })
    expect(answer.headers.get('content-type')).to.contain('text/html')
    expect(await answer.text()).to.contain(answer.headers.get('x-request-id'))
    await close()
  })

  for (const accept of ['*/*', 'application/json', 'text/csv']) {
    it(`is problem+json for a program that accepts ${accept}`, async () => {
      const { url, close } = await freshServer()
      const answer = await fetch(`${url}/nothing`, { headers: { accept } })
      expect(answer.headers.get('content-type')).to.contain('application/problem+json')
      expect(await answer.json()).to.include({
        type: 'about:blank',
        title: 'Not Found',
        status: 404,
        code: 'not_found',
      })
      await close()
    })
  }

  it('I16 is never a page under /api', async () => {
    const { url, close } = await freshServer()
    for (const path of ['/api/v1/whoami', '/api/nothing']) {
      const answer = await fetch(url + path, { headers: { accept: 'text/html' } })
      expect(answer.headers.get('content-type')).to.contain('application/problem+json')
    }
    await close()
  })

  it('is a 405 that names the methods where the address knows others', async () => {
    const { url, close } = await freshServer()
    const answer = await fetch(`${url}/api/v1/whoami`, { method: 'POST' })
    expect(answer.status).to.equal(405)
    expect(answer.headers.get('allow')).to.contain('GET')
    expect(await answer.json()).to.include({ code: 'method_not_allowed' })
    await close()
  })
})
