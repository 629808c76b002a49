import { expect } from 'chai'
import { OPERATOR } from '../../src/audit/index.ts'
import { describePath } from '../../src/http/access-log.ts'
import { freshServer } from '../support/server.ts'

type Line = Record<string, unknown>

const linesOf = (logged: string): Line[] =>
  logged
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)

describe('the log of requests', () => {
  it('W11 has one line a request, with its id, and not its query', async () => {
    const { url, logged, close } = await freshServer()
    const asked = [
      '/sign-in?return_to=/private-place',
      '/nothing?token=hidden',
      '/api/v1/whoami',
      '/authorize?state=hidden',
    ]
    for (const path of asked) await (await fetch(url + path)).text()
    const lines = linesOf(logged()).filter(({ msg }) => msg === 'request')
    expect(lines.map(({ path }) => path)).to.deep.equal([
      '/sign-in',
      '/nothing',
      '/api/v1/whoami',
      '/authorize',
    ])
    expect(lines.map(({ status }) => status)).to.deep.equal([200, 404, 401, 400])
    for (const line of lines) {
      expect(line).to.include({ method: 'GET', address: '127.0.0.1', level: 30 })
      expect(line['requestId']).to.be.a('string')
      expect(line['ms']).to.be.a('number')
    }
    expect(logged()).not.to.contain('hidden').and.not.to.contain('private-place')
    await close()
  })

  it('W11 names the account and the error', async () => {
    const { url, tokens, createAccount, logged, close } = await freshServer()
    const { id } = await createAccount('ada')
    const by = { kind: 'account', id } as const
    const { secret } = await tokens.mint(by, { accountId: id, name: 'ci', scopes: ['tracker:read'] })
    await (await fetch(`${url}/api/v1/whoami`, { headers: { authorization: `Bearer ${secret}` } })).text()
    await (await fetch(`${url}/api/v1/whoami`)).text()
    const [good, bad] = linesOf(logged()).filter(({ msg }) => msg === 'request')
    expect(good).to.include({ accountId: id, clientId: 'patmint' }).and.not.to.have.property('problem')
    expect(bad).to.include({ problem: 'authentication_required' }).and.not.to.have.property('accountId')
    await close()
  })

  it('W11 names the client that asked the engine, and the error that it got', async () => {
    const { url, catalogue, logged, close } = await freshServer()
    const { resourceServer, secret } = await catalogue.createResourceServer(OPERATOR, {
      name: 'Tracker API',
      audience: 'https://tracker.example.com',
      modules: ['tracker'],
    })
    for (const password of [secret, 'wrong']) {
      const authorization = `Basic ${btoa(`${resourceServer.clientId}:${password}`)}`
      const body = new URLSearchParams({ token: 'pat_pasted_somewhere' })
      await (await fetch(`${url}/introspect`, { method: 'POST', headers: { authorization }, body })).text()
    }
    const [good, bad] = linesOf(logged()).filter(({ msg }) => msg === 'request')
    expect(good).to.include({ path: '/introspect', status: 200, clientId: resourceServer.clientId })
    expect(bad).to.include({ status: 401, clientId: resourceServer.clientId, problem: 'invalid_client' })
    expect(logged()).not.to.contain('pat_pasted')
    await close()
  })

  it('W11 keeps health checks for those who ask for debug', async () => {
    const { url, logged, close } = await freshServer({ PATMINT_LOG_LEVEL: 'info' })
    for (const path of ['/livez', '/readyz', '/nothing']) await (await fetch(url + path)).text()
    expect(linesOf(logged()).map(({ path }) => path)).to.deep.equal(['/nothing'])
    await close()
  })

  it('T7 never shows a one-time part or a pasted secret of a path', () => {
    const id = '0199a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b'
    for (const [path, shown] of [
      ['/account/tokens', '/account/tokens'],
      [`/account/tokens/${id}/rotate?x=y`, `/account/tokens/${id}/rotate`],
      ['/interaction/V7qZ2mB8xKc1LwTt0pQeR5sYh9uJd3fG', '/interaction/…'],
      ['/account/tokens/pat_0AA3D43S0gtd4gZCvS4Ju3G9D7TGojNHz4uNMmMINwa012345', '/account/tokens/…'],
      ['/.well-known/openid-configuration', '/.well-known/openid-configuration'],
      ['/assets/tabler.370a2d4e608a.css', '/assets/tabler.370a2d4e608a.css'],
      ['/a\u0000b', '/a\u0000b'],
    ]) {
      expect(describePath(path ?? '')).to.equal(shown)
    }
  })
})
