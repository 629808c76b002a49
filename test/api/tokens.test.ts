import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { freshServer, type TestServer } from '../support/server.ts'
import { holding, type Program, programOf } from './support.ts'

describe('tokens by the API', () => {
  let server: TestServer
  let ada: Account
  let program: Program
  before(async () => {
    server = await freshServer()
    ada = await server.createAccount('ada')
    program = await programOf(server, ada, ['patmint:write', 'tracker:write'])
  })
  after(() => server.close())

  it('are generated, with the secret in this answer alone', async () => {
    const given = { name: 'ci', scopes: ['tracker:read'], expiresInDays: 7 }
    const { status, headers, body } = await program.post('tokens', given)
    expect(status).to.equal(201)
    expect(headers.get('location')).to.equal(`/api/v1/tokens/${body.token.id}`)
    expect(headers.get('cache-control')).to.equal('no-store')
    expect(body.token).to.deep.include({
      name: 'ci',
      kind: 'personal',
      state: 'active',
      scopes: ['tracker:read'],
    })
    expect(Date.parse(body.token.expiresAt) - Date.parse(body.token.createdAt)).to.equal(7 * 86_400_000)
    const read = await program.get(`tokens/${body.token.id}`)
    expect(read.status).to.equal(200)
    expect(read.body).to.deep.equal(body.token)
    expect(JSON.stringify(read.body)).not.to.contain(body.secret.slice(4, 20))
    const [event] = await server.tokens.history(body.token.id)
    expect(event?.by).to.include({ kind: 'account', id: ada.id })
    expect(event?.data).to.include({ withToken: program.tokenId })
  })

  it('never do more than the token that makes them', async () => {
    const wider = { name: 'ci', scopes: ['documents:read'] }
    expect((await program.post('tokens', wider)).body).to.include({ status: 403, code: 'scope_above_token' })
    const bound = await programOf(server, ada, ['patmint:write'], {
      networks: ['127.0.0.0/8'],
      resourceServers: ['patmint'],
    })
    const own = (await bound.post('tokens', { name: 'a', scopes: ['patmint:read'] })).body.token
    expect(own).to.deep.include({ networks: ['127.0.0.0/8'], resourceServers: ['patmint'] })
    const within = { name: 'b', scopes: ['patmint:read'], networks: ['127.0.0.1/32'] }
    expect((await bound.post('tokens', within)).body.token.networks).to.deep.equal(['127.0.0.1/32'])
    for (const networks of [['10.0.0.0/8'], ['127.0.0.0/7'], ['0.0.0.0/0']]) {
      const refused = await bound.post('tokens', { ...within, networks })
      expect(refused.body, String(networks)).to.include({ code: 'token_networks_above_token' })
      const edited = await bound.patch(`tokens/${bound.tokenId}`, { networks })
      expect(edited.body, String(networks)).to.include({ code: 'token_networks_above_token' })
    }
    expect((await bound.patch(`tokens/${bound.tokenId}`, { networks: [] })).body.networks).to.deep.equal([
      '127.0.0.0/8',
    ])
  })

  it('are not rotated by a token that may do less', async () => {
    const large = (await programOf(server, ada, ['tracker:write', 'documents:write'])).tokenId
    const free = (await programOf(server, ada, ['patmint:write'])).tokenId
    const bound = await programOf(server, ada, ['patmint:write'], { networks: ['127.0.0.0/8'] })
    expect((await program.post(`tokens/${large}/rotate`, { when: 'now' })).body).to.include({
      code: 'scope_above_token',
    })
    expect((await bound.post(`tokens/${free}/rotate`, { when: 'now' })).body).to.include({
      code: 'token_networks_above_token',
    })
    expect((await server.tokens.getAny(large)).rotatedTo).to.equal(null)
  })

  it('need patmint:write to be generated, and patmint:read to be seen', async () => {
    const reader = await programOf(server, ada, ['patmint:read', 'tracker:read'])
    const refused = await reader.post('tokens', { name: 'x', scopes: ['tracker:read'] })
    expect(refused.body).to.include({ status: 403, code: 'insufficient_scope' })
    expect(refused.headers.get('www-authenticate')).to.match(
      /error="insufficient_scope".*scope="patmint:write"$/,
    )
    expect((await reader.get('tokens')).status).to.equal(200)
    const stranger = await programOf(server, ada, ['tracker:read'])
    expect((await stranger.get('tokens')).headers.get('www-authenticate')).to.match(/scope="patmint:read"$/)
    expect((await stranger.get('whoami')).status).to.equal(200)
  })

  it('are edited, narrowed and never widened', async () => {
    const { tokenId } = await programOf(server, ada, ['tracker:write'])
    const edited = await program.patch(`tokens/${tokenId}`, { name: 'renamed', scopes: ['tracker:read'] })
    expect(edited.body).to.deep.include({ name: 'renamed', scopes: ['tracker:read'] })
    const widened = await program.patch(`tokens/${tokenId}`, { scopes: ['tracker:write'] })
    expect(widened.body).to.include({ status: 403, code: 'token_scope_widened' })
  })

  it('are revoked, once and again', async () => {
    const victim = await programOf(server, ada, ['tracker:read'])
    for (const _ of [1, 2]) expect((await program.delete(`tokens/${victim.tokenId}`)).status).to.equal(204)
    expect((await victim.get('whoami')).status).to.equal(401)
    expect((await program.get(`tokens/${victim.tokenId}`)).body).to.include({ state: 'revoked' })
  })

  it('U13 are not there for others, in the words of an unknown id', async () => {
    const bob = await server.createAccount('bob')
    const { tokenId } = await programOf(server, bob, ['tracker:read'])
    for (const id of [tokenId, '019ac8e4-7b1e-7cc0-9d53-0d2f6f0e9a11', 'nonsense', '%F0%9F%98%80']) {
      for (const answer of [
        await program.get(`tokens/${id}`),
        await program.patch(`tokens/${id}`, { name: 'mine' }),
        await program.post(`tokens/${id}/rotate`, { when: 'now' }),
        await program.post(`tokens/${id}/adopt`),
        await program.delete(`tokens/${id}`),
      ])
        expect(answer.body, id).to.include({
          status: 404,
          code: 'token_not_found',
          detail: 'There is no such token.',
        })
    }
    expect((await server.tokens.getAny(tokenId)).revokedAt).to.equal(null)
  })

  it('are listed a page at a time, neither skipped nor repeated', async () => {
    const eve = await server.createAccount('eve')
    const lister = await programOf(server, eve, ['patmint:read'])
    for (let count = 0; count < 6; count += 1)
      await programOf(server, eve, ['tracker:read'], { name: `t${count}` })
    const names: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { body } = await lister.get(`tokens?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`)
      names.push(...body.data.map(({ name }: { name: string }) => name))
      cursor = body.nextCursor
    }
    expect(names).to.deep.equal(['t5', 't4', 't3', 't2', 't1', 't0', 'program'])
    const found = await lister.get('tokens?search=t3&state=active&kind=personal&scope=tracker:read')
    expect(found.body.data).to.have.length(1)
    for (const wrong of [
      'limit=0',
      'limit=101',
      'limit=x',
      'cursor=!!',
      'state=dead',
      'nope=1',
      'organizationId=x',
    ])
      expect((await lister.get(`tokens?${wrong}`)).body, wrong).to.include({ code: 'invalid_parameters' })
  })

  it('renew themselves with patmint:self_rotate, and do nothing else', async () => {
    const job = await programOf(server, ada, ['patmint:self_rotate', 'tracker:read'])
    expect((await job.get('tokens')).status).to.equal(403)
    const { status, body } = await job.post('tokens/self/rotate', { when: 'first_use' })
    expect(status).to.equal(201)
    expect(body.token).to.deep.include({
      rotatedFrom: job.tokenId,
      scopes: ['patmint:self_rotate', 'tracker:read'],
    })
    expect((await job.get('tokens/self')).body.rotatedTo).to.equal(body.token.id)
    expect((await holding(server, body.secret).get('tokens/self')).body.id).to.equal(body.token.id)
    expect((await job.get('tokens/self')).status).to.equal(401)
    const reader = await programOf(server, ada, ['patmint:read'])
    expect((await reader.post('tokens/self/rotate', { when: 'now' })).body).to.include({
      code: 'insufficient_scope',
    })
  })

  it('of a workspace or an organization stay where they belong', async () => {
    const lead = await server.createAccount('lead')
    const acme = await server.createOrganization('Acme', lead)
    const globex = await server.createOrganization('Globex', lead)
    const build = await server.organizations.createWorkspace(OPERATOR, {
      organizationId: acme.id,
      name: 'Build',
    })
    const inAcme = { kind: 'organization', organizationId: acme.id } as const
    const inBuild = { kind: 'workspace', organizationId: acme.id, workspaceId: build.id } as const
    const inGlobex = { kind: 'organization', organizationId: globex.id } as const
    const of = (given: object) => programOf(server, lead, ['patmint:write', 'tracker:read'], given)
    const [own, acmes, builds, globexs] = [
      await of({}),
      await of(inAcme),
      await of(inBuild),
      await of(inGlobex),
    ]
    const make = { name: 'made', scopes: ['tracker:read'] }
    expect((await builds.post('tokens', { ...make, ...inBuild })).status).to.equal(201)
    expect((await acmes.post('tokens', { ...make, ...inBuild })).status).to.equal(201)
    for (const [who, place] of [
      [builds, inAcme],
      [builds, {}],
      [acmes, {}],
      [acmes, inGlobex],
    ] as const)
      expect((await who.post('tokens', { ...make, ...place })).body).to.include({
        status: 403,
        code: 'not_permitted',
      })
    for (const [who, other] of [
      [builds, own],
      [builds, acmes],
      [acmes, own],
      [acmes, globexs],
    ] as const)
      expect((await who.get(`tokens/${other.tokenId}`)).status).to.equal(404)
    expect((await own.get(`tokens/${builds.tokenId}`)).status).to.equal(200)
    const idsOf = async (who: Program, query = '') =>
      ((await who.get(`tokens${query}`)).body.data as { kind: string }[]).map(({ kind }) => kind)
    expect(await idsOf(builds)).to.deep.equal(['workspace', 'workspace', 'workspace'])
    expect(await idsOf(acmes, `?organizationId=${acme.id}`)).to.include.members(['organization', 'workspace'])
    expect((await acmes.get(`tokens?organizationId=${globex.id}`)).status).to.equal(403)
    expect((await builds.get(`tokens?organizationId=${acme.id}`)).body.data).to.have.length(3)
  })

  it('U13 are not generated for a place of others, in the words of one that is not there', async () => {
    const mallory = await server.createAccount('mallory')
    const own = await programOf(server, mallory, ['patmint:write', 'tracker:read'])
    const there = await server.createOrganization('Initech', await server.createAccount('head'))
    const make = async (organizationId: string) => {
      const given = { name: 'x', scopes: ['tracker:read'], kind: 'organization', organizationId }
      const { requestId: _, ...problem } = (await own.post('tokens', given)).body
      return problem
    }
    expect(await make(there.id)).to.deep.equal(await make('019ac8e4-7b1e-7cc0-9d53-0d2f6f0e9a11'))
    expect(await make(there.id)).to.include({ status: 400, code: 'token_place_unknown' })
  })

  it('tell how they are used, and what was done to them', async () => {
    const { tokenId, secret } = await programOf(server, ada, ['tracker:write'])
    await holding(server, secret).get('whoami')
    await server.tokens.flushUsage()
    const usage = (await program.get(`tokens/${tokenId}/usage`)).body
    expect(usage.days).to.have.length(30)
    expect(usage.days.at(-1).count).to.equal(1)
    expect(usage.from).to.have.length(1)
    expect(usage.from[0]).to.deep.include({ clientId: 'patmint', address: '127.0.0.1', count: 1 })
    await program.patch(`tokens/${tokenId}`, { name: 'renamed' })
    const { data } = (await program.get(`tokens/${tokenId}/history`)).body
    expect(data.map(({ event }: { event: string }) => event)).to.deep.equal(['token.edited', 'token.minted'])
    expect(data[0]).to.deep.include({ actor: 'ada@example.com', address: '127.0.0.1' })
  })

  it('say before what may be generated, as far as the token goes that asks', async () => {
    const { body } = await program.get('token-options')
    expect(body.options).to.have.length(1)
    expect(body.options[0]).to.deep.include({
      kind: 'personal',
      organization: null,
      scopes: ['tracker:read', 'tracker:write', 'patmint:read', 'patmint:write'],
      defaultDays: 30,
      maxDays: 365,
      tokensPerAccount: 50,
    })
    expect(body.modules.map(({ name }: { name: string }) => name)).to.include.members(['tracker', 'patmint'])
  })

  it('T10, T11 refuse what no token can be, with every field named', async () => {
    const make = (given: object) => program.post('tokens', { name: 'x', scopes: ['tracker:read'], ...given })
    for (const [given, code] of [
      [{ expiresInDays: 0 }, 'token_expiry_invalid'],
      [{ expiresInDays: 366 }, 'token_lifetime_too_long'],
      [{ expiresInDays: 1e308 }, 'invalid_parameters'],
      [{ expiresInDays: 1.5 }, 'invalid_parameters'],
      [{ expiresAt: null }, 'token_expiry_invalid'],
      [{ expiresAt: '2020-01-01T00:00:00Z' }, 'token_expiry_invalid'],
      [{ expiresAt: '9999-12-31T00:00:00Z' }, 'token_lifetime_too_long'],
      [{ expiresAt: '10000-01-01T00:00:00Z' }, 'invalid_parameters'],
      [{ expiresAt: 'soon' }, 'invalid_parameters'],
      [{ expiresInDays: 3, expiresAt: null }, 'invalid_parameters'],
      [{ scopes: [] }, 'scope_invalid'],
      [{ scopes: ['Tracker:read'] }, 'scope_invalid'],
      [{ scopes: ['tracker:read', 'tracker:read'] }, 'scope_invalid'],
      [{ scopes: 'tracker:read' }, 'invalid_parameters'],
      [{ name: 'a\u0000b' }, 'token_name_invalid'],
      [{ name: 'x'.repeat(10_000) }, 'token_name_invalid'],
      [{ networks: ['10.1'] }, 'token_networks_invalid'],
      [{ resourceServers: ['nope'] }, 'resource_server_unknown'],
      [{ kind: 'workspace' }, 'token_kind_invalid'],
      [{ accountId: ada.id }, 'invalid_parameters'],
      [{ admin: true }, 'invalid_parameters'],
    ] as const) {
      const { status, body } = await make(given)
      expect(body.code, JSON.stringify(given).slice(0, 80)).to.equal(code)
      expect(status).to.be.oneOf([400, 403])
      expect(body.detail).to.be.a('string')
    }
    const { body } = await program.post('tokens', { scopes: 'x', nope: 1 })
    expect(body.errors.map(({ field }: { field: string }) => field)).to.have.members([
      'name',
      'scopes',
      'nope',
    ])
  })
})
