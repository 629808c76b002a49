import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import type { Organization, Workspace } from '../../src/organizations/index.ts'
import { freshServer, type TestServer } from '../support/server.ts'
import { holding, type Program, programOf } from './support.ts'

describe('organizations by the API', () => {
  let server: TestServer
  let acme: Organization
  let build: Workspace
  let people: Record<'head' | 'lead' | 'member' | 'eve', Account>
  let head: Program
  let lead: Program
  let member: Program
  before(async () => {
    server = await freshServer()
    const [a, b, c, d] = await Promise.all(
      ['head', 'lead', 'member', 'eve'].map((name) => server.createAccount(name)),
    )
    people = { head: a, lead: b, member: c, eve: d } as typeof people
    acme = await server.createOrganization('Acme', people.head)
    const place = { organizationId: acme.id }
    build = await server.organizations.createWorkspace(OPERATOR, { ...place, name: 'Build' })
    const inBuild = { ...place, workspaceId: build.id }
    await server.organizations.addMember(OPERATOR, {
      ...inBuild,
      accountId: people.lead.id,
      role: 'admin',
    })
    await server.organizations.addMember(OPERATOR, {
      ...inBuild,
      accountId: people.member.id,
      role: 'member',
    })
    const of = (account: Account, given = {}) =>
      programOf(server, account, ['patmint:write', 'tracker:read'], given)
    head = await of(people.head)
    lead = await of(people.lead)
    member = await of(people.member)
  })
  after(() => server.close())

  it('are read by whoever is in them, by id or by slug', async () => {
    for (const given of [acme.id, 'acme']) {
      const { status, body, headers } = await member.get(`organizations/${given}`)
      expect(status).to.equal(200)
      expect(body).to.deep.equal({
        id: acme.id,
        slug: 'acme',
        name: 'Acme',
        createdAt: acme.createdAt.toISOString(),
        disabledAt: null,
      })
      expect(headers.get('etag')).to.be.a('string')
    }
    for (const given of [build.id, 'build']) {
      const { body } = await member.get(`organizations/acme/workspaces/${given}`)
      expect(body).to.deep.include({ id: build.id, organizationId: acme.id, slug: 'build', name: 'Build' })
    }
  })

  it('show members the workspaces that they are in, and administrators all of them', async () => {
    const created = await head.post('organizations/acme/workspaces', { name: 'Ship it' })
    expect(created.status).to.equal(201)
    expect(created.body).to.deep.include({ slug: 'ship-it', organizationId: acme.id })
    const read = await head.get(created.headers.get('location') ?? '')
    expect(read.body).to.deep.equal(created.body)
    const list = async (program: Program) =>
      (await program.get('organizations/acme/workspaces')).body.data.map(({ slug }: Workspace) => slug)
    expect(await list(head)).to.deep.equal(['build', 'ship-it'])
    expect(await list(member)).to.deep.equal(['build'])
    expect((await member.get('organizations/acme/workspaces/ship-it')).status).to.equal(404)
    expect((await head.post('organizations/acme/workspaces', { name: 'Ship it' })).body).to.include({
      status: 409,
      code: 'workspace_taken',
    })
    expect((await lead.post('organizations/acme/workspaces', { name: 'Mine' })).body).to.include({
      status: 403,
      code: 'not_permitted',
    })
  })

  it('get members by address or by account, and lose them again', async () => {
    const grace = await server.createAccount('grace')
    const members = 'organizations/acme/members'
    const added = await head.post(members, { email: 'Grace@example.com' })
    expect(added.status).to.equal(201)
    expect(added.body).to.deep.include({ accountId: grace.id, email: 'grace@example.com', role: 'member' })
    expect((await head.post(members, { accountId: grace.id })).body).to.include({ code: 'already_member' })
    expect((await member.get(`${members}?limit=2`)).body.data).to.have.length(2)
    const found = (await member.get(`${members}?search=GRACE@`)).body.data
    expect(found.map(({ accountId }: { accountId: string }) => accountId)).to.deep.equal([grace.id])
    const { headers } = await head.get(`${members}/${grace.id}`)
    const ifMatch = { 'if-match': headers.get('etag') ?? '' }
    const changed = await head.patch(`${members}/${grace.id}`, { role: 'admin' }, ifMatch)
    expect(changed.body).to.deep.include({ accountId: grace.id, role: 'admin' })
    expect((await head.patch(`${members}/${grace.id}`, { role: 'member' }, ifMatch)).body).to.include({
      status: 412,
      code: 'precondition_failed',
    })
    expect((await head.delete(`${members}/${grace.id}`)).status).to.equal(204)
    expect((await head.delete(`${members}/${grace.id}`)).body).to.include({
      status: 404,
      code: 'not_a_member',
    })
    const events = await server.audit.list({ accountId: grace.id, name: 'membership.' })
    expect(events.events.map(({ name, data }) => [name, data['withToken']])).to.deep.equal([
      ['membership.removed', head.tokenId],
      ['membership.changed', head.tokenId],
      ['membership.added', head.tokenId],
    ])
    for (const wrong of [{}, { email: 'a@example.com', accountId: grace.id }, { accountId: 'x' }])
      expect((await head.post(members, wrong)).body).to.include({ code: 'invalid_parameters' })
    for (const unknown of [{ email: 'nobody@example.com' }, { accountId: acme.id }])
      expect((await head.post(members, unknown)).body).to.include({ status: 400, code: 'account_unknown' })
  })

  it('let who administers a workspace alone add those who are in already', async () => {
    const members = 'organizations/acme/workspaces/build/members'
    for (const whom of [{ email: people.eve.email }, { accountId: people.eve.id }])
      expect((await lead.post(members, whom)).body).to.include({
        status: 403,
        code: 'account_not_in_organization',
      })
    expect((await lead.post(members, { accountId: people.head.id, role: 'admin' })).status).to.equal(201)
    expect((await lead.delete(`${members}/${people.head.id}`)).status).to.equal(204)
    expect((await member.post(members, { accountId: people.head.id })).body).to.include({
      code: 'not_permitted',
    })
    expect((await lead.post('organizations/acme/members', { email: people.eve.email })).body).to.include({
      code: 'not_permitted',
    })
    expect((await head.post(members, { accountId: people.eve.id })).status).to.equal(201)
    expect((await head.get(`organizations/acme/members/${people.eve.id}`)).body).to.include({
      role: 'member',
    })
    expect((await head.delete(`organizations/acme/members/${people.eve.id}`)).status).to.equal(204)
  })

  it('have service accounts, with tokens that are generated once for each Idempotency-Key', async () => {
    const path = 'organizations/acme/service-accounts'
    const { status, body: robot } = await head.post(path, { name: 'Deploy' })
    expect(status).to.equal(201)
    expect(robot).to.deep.include({
      email: 'deploy@acme.service.internal',
      activeTokens: 0,
      disabledAt: null,
    })
    const given = { name: 'nightly', scopes: ['tracker:read'] }
    const mint = (key = 'a') => head.post(`${path}/${robot.id}/tokens`, given, { 'idempotency-key': key })
    const [first, again] = [await mint(), await mint()]
    expect(first.status).to.equal(201)
    expect(again.body).to.deep.equal(first.body)
    expect(first.body.token.account).to.include({ id: robot.id })
    expect((await holding(server, first.body.secret).get('whoami')).body).to.include({ accountId: robot.id })
    expect((await head.get(`${path}/${robot.id}/tokens`)).body.data).to.have.length(1)
    expect((await head.get(`tokens/${first.body.token.id}`)).body).to.include({ name: 'nightly' })
    expect((await head.post(`${path}/${robot.id}/disable`)).body.disabledAt).to.be.a('string')
    expect((await holding(server, first.body.secret).get('whoami')).status).to.equal(401)
    expect((await mint('b')).body).to.include({ status: 403, code: 'account_disabled' })
    expect((await head.post(`${path}/${robot.id}/enable`)).body).to.include({ disabledAt: null })
    const wide = { ...given, scopes: ['documents:read'] }
    expect((await head.post(`${path}/${robot.id}/tokens`, wide)).body).to.include({
      status: 403,
      code: 'scope_above_token',
    })
    expect((await head.get(path)).body.data).to.deep.equal([{ ...robot, activeTokens: 1 }])
    for (const id of [people.head.id, acme.id, 'nonsense'])
      for (const what of ['disable', 'enable'])
        expect((await head.post(`${path}/${id}/${what}`)).body).to.include({
          status: 404,
          code: 'account_not_found',
        })
    expect((await member.get(path)).body).to.include({ status: 403, code: 'not_permitted' })
  })

  it('are within reach of their own tokens alone', async () => {
    const globex = await server.createOrganization('Globex', people.head)
    const inAcme = { kind: 'organization', organizationId: acme.id } as const
    const inBuild = { kind: 'workspace', organizationId: acme.id, workspaceId: build.id } as const
    const acmes = await programOf(server, people.head, ['patmint:write'], inAcme)
    const builds = await programOf(server, people.head, ['patmint:write'], inBuild)
    const statusOf = async (program: Program, path: string) => (await program.get(path)).status
    expect(await statusOf(acmes, 'organizations/acme/workspaces/build/members')).to.equal(200)
    expect(await statusOf(acmes, `organizations/${globex.id}`)).to.equal(404)
    expect(await statusOf(builds, 'organizations/acme/workspaces/build/members')).to.equal(200)
    for (const path of ['', '/members', '/workspaces', '/workspaces/ship-it', '/service-accounts'])
      expect(await statusOf(builds, `organizations/acme${path}`), path).to.equal(404)
  })
})
