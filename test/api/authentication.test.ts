import { expect } from 'chai'
import { OPERATOR } from '../../src/audit/index.ts'
import { watchStatements } from '../growth/statements.ts'
import { signedInBrowser } from '../support/browser.ts'
import { freshServer, type TestServer } from '../support/server.ts'

type Row = Record<string, unknown>

async function withToken() {
  const server = await freshServer()
  const ada = await server.createAccount('ada')
  const by = { kind: 'account', id: ada.id } as const
  const mint = (name = 'ci') =>
    server.tokens.mint(by, { accountId: ada.id, name, scopes: ['tracker:write'], expiry: { inDays: 30 } })
  return { server, ada, by, mint, ...(await mint()) }
}

const whoami = (server: TestServer, headers: Record<string, string> = {}, query = '') =>
  fetch(`${server.url}/api/v1/whoami${query}`, { headers })

const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })

describe('GET /api/v1/whoami', () => {
  it('tells whose the token is and what it may do, and nothing else', async () => {
    const { server, ada, secret, token } = await withToken()
    const answer = await whoami(server, bearer(secret))
    expect(answer.status).to.equal(200)
    expect(await answer.json()).to.deep.equal({
      accountId: ada.id,
      email: 'ada@example.com',
      name: 'ada',
      organizations: [],
      workspaces: [],
      scopes: ['tracker:read', 'tracker:write'],
      token: { id: token.id, name: 'ci', kind: 'personal', expiresAt: token.expiresAt?.toISOString() },
    })
    await server.close()
  })

  it('asks the database for the token, for what is left of its minute, and once for where its account belongs', async () => {
    // Before the pool connects, which keeps what it calls.
    const statements = watchStatements()
    const { server, ada, secret } = await withToken()
    const acme = await server.createOrganization('Acme', ada)
    const place = { organizationId: acme.id, name: 'Build' }
    const { id: workspaceId } = await server.organizations.createWorkspace(OPERATOR, place)
    const key = { organizationId: acme.id, workspaceId, accountId: ada.id }
    await server.organizations.addMember(OPERATOR, { ...key, role: 'member' })
    await whoami(server, bearer(secret))
    const before = statements.seen.length
    const answer = await whoami(server, bearer(secret))
    statements.stop()
    expect(await answer.json()).to.have.nested.property('workspaces[0].id', workspaceId)
    const texts = statements.seen.slice(before).map(({ text }) => text)
    expect(texts, texts.join('\n\n')).to.have.length(3)
    await server.close()
  })

  it('names the organizations and workspaces of the account, as far as the token reaches', async () => {
    const { server, ada, secret } = await withToken()
    const acme = await server.createOrganization('Acme', ada)
    await server.createOrganization('Globex', ada)
    const place = { organizationId: acme.id, name: 'Build' }
    const build = await server.organizations.createWorkspace(OPERATOR, place)
    const member = {
      organizationId: acme.id,
      workspaceId: build.id,
      accountId: ada.id,
      role: 'member',
    } as const
    await server.organizations.addMember(OPERATOR, member)
    const ask = async (held: string) => (await (await whoami(server, bearer(held))).json()) as Row
    const own = await ask(secret)
    expect(own['organizations']).to.deep.equal([
      { id: acme.id, slug: 'acme', name: 'Acme', role: 'admin' },
      {
        id: (await server.organizations.findBySlug('globex'))?.id,
        slug: 'globex',
        name: 'Globex',
        role: 'admin',
      },
    ])
    expect(own['workspaces']).to.deep.equal([
      { id: build.id, slug: 'build', name: 'Build', organizationId: acme.id, role: 'member' },
    ])
    const by = { kind: 'account', id: ada.id } as const
    const given = { accountId: ada.id, name: 'acme', scopes: ['tracker:read'], organizationId: acme.id }
    const { secret: acmes } = await server.tokens.mint(by, { ...given, kind: 'organization' })
    expect((await ask(acmes))['organizations']).to.have.length(1)
    await server.close()
  })

  it('counts as a use of the token, by Patmint itself', async () => {
    const { server, ada, secret, token } = await withToken()
    await whoami(server, bearer(secret))
    await server.tokens.flushUsage()
    const used = await server.tokens.get(ada.id, token.id)
    expect(used.lastUsedAt).to.be.instanceOf(Date)
    expect(used).to.include({ lastUsedAddress: '127.0.0.1', lastUsedBy: 'patmint' })
    await server.close()
  })

  it('is the first use that ends a rotated token', async () => {
    const { server, ada, by, secret, token } = await withToken()
    const next = await server.tokens.rotate(by, { accountId: ada.id, tokenId: token.id, when: 'first_use' })
    expect((await whoami(server, bearer(secret))).status).to.equal(200)
    expect((await whoami(server, bearer(next.secret))).status).to.equal(200)
    expect((await whoami(server, bearer(secret))).status).to.equal(401)
    await server.close()
  })
})

describe('who may call the API', () => {
  let server: TestServer
  let secret: string
  before(async () => ({ server, secret } = await withToken()))
  after(() => server.close())

  it('A14 answers 401 without an error code where no token was sent', async () => {
    for (const headers of [{}, { authorization: 'Basic YTpi' }, { authorization: 'Bearer' }]) {
      const answer = await whoami(server, headers as Record<string, string>)
      expect(answer.status).to.equal(401)
      const challenge = answer.headers.get('www-authenticate')
      if (!('authorization' in headers) || headers.authorization !== 'Bearer') {
        expect(challenge).to.equal(`Bearer realm="${server.url}"`)
      }
    }
  })

  for (const wrong of [
    'x',
    'pat_',
    `pat_${'a'.repeat(49)}`,
    'eyJhbGciOiJub25lIn0.e30.',
    'two words',
    '%00',
    'é',
    `${'a'.repeat(8_000)}`,
  ]) {
    it(`A14 answers invalid_token to ${wrong.slice(0, 20)}`, async () => {
      const answer = await whoami(server, bearer(wrong))
      expect(answer.status).to.equal(401)
      expect(answer.headers.get('www-authenticate')).to.match(
        /^Bearer realm="http:[^"]+", error="invalid_token", error_description="[^"]+"$/,
      )
      expect(await answer.json()).to.include({ status: 401, code: 'invalid_token' })
    })
  }

  it('A14 takes the scheme in any case', async () => {
    expect((await whoami(server, { authorization: `bearer ${secret}` })).status).to.equal(200)
    expect((await whoami(server, { authorization: `BEARER  ${secret}` })).status).to.equal(200)
  })

  it('A14 refuses a token in the address, whatever else was sent', async () => {
    for (const headers of [{}, bearer(secret)]) {
      const answer = await whoami(server, headers, `?access_token=${secret}`)
      expect(answer.status).to.equal(400)
      expect(answer.headers.get('www-authenticate')).to.contain('error="invalid_request"')
    }
  })

  it('A14 takes no cookie for a token', async () => {
    const browser = await signedInBrowser(server, 'ada@example.com')
    const answer = await browser.get('/api/v1/whoami')
    expect(answer.status).to.equal(401)
    const attempt = await browser.post('/api/v1/tokens/self', {})
    expect(attempt.status).to.equal(405)
  })

  it('T7 shows and logs nothing of the token', async () => {
    const answer = await whoami(server, bearer(secret))
    const text = JSON.stringify([...answer.headers]) + (await answer.text())
    expect(text).not.to.contain(secret.slice(4, 24))
    expect(server.logged()).not.to.contain(secret.slice(4, 24))
  })
})

describe('DELETE /api/v1/tokens/self', () => {
  const revoke = (server: TestServer, secret: string) =>
    fetch(`${server.url}/api/v1/tokens/self`, { method: 'DELETE', headers: bearer(secret) })

  it('R9 ends the token for whoever holds it, and says so in the audit log', async () => {
    const { server, ada, secret, token, mint } = await withToken()
    const sibling = await mint('sibling')
    const answer = await revoke(server, secret)
    expect(answer.status).to.equal(204)
    expect(await answer.text()).to.equal('')
    expect((await whoami(server, bearer(secret))).status).to.equal(401)
    expect((await whoami(server, bearer(sibling.secret))).status).to.equal(200)
    const [event] = await server.tokens.history(token.id)
    expect(event).to.deep.include({ name: 'token.revoked', address: '127.0.0.1' })
    expect(event?.by).to.include({ kind: 'bearer', id: token.id })
    expect((await server.tokens.get(ada.id, token.id)).revokedAt).to.be.instanceOf(Date)
    await server.close()
  })

  it('answers 401 the second time: by then it is no token', async () => {
    const { server, secret } = await withToken()
    await revoke(server, secret)
    expect((await revoke(server, secret)).status).to.equal(401)
    await server.close()
  })

  it('succeeds for each of several at once', async () => {
    const { server, secret } = await withToken()
    const statuses = await Promise.all(
      Array.from({ length: 5 }, async () => (await revoke(server, secret)).status),
    )
    expect(statuses).to.include(204)
    expect(statuses.every((status) => status === 204 || status === 401)).to.equal(true)
    await server.close()
  })
})
