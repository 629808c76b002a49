import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { freshServer, type TestServer } from '../support/server.ts'
import { type Program, programOf } from './support.ts'

type Json = Record<string, unknown>

describe('the administration by the API', () => {
  let server: TestServer
  let root: Account
  let admin: Program
  before(async () => {
    server = await freshServer()
    root = await server.createAccount('root', 'admin')
    admin = await programOf(server, root, ['patmint:admin', 'patmint:write', 'tracker:write'])
  })
  after(() => server.close())

  it('creates, renames, disables and enables organizations and workspaces', async () => {
    const created = await admin.post('admin/organizations', { name: 'Acme Inc.', slug: 'acme' })
    expect(created.status).to.equal(201)
    const { id } = created.body
    expect((await admin.post('admin/organizations', { name: 'Acme' })).body).to.include({
      status: 409,
      code: 'organization_taken',
    })
    const read = await admin.get('admin/organizations/acme')
    expect(read.body).to.deep.equal(created.body)
    const ifMatch = { 'if-match': read.headers.get('etag') ?? '' }
    expect((await admin.patch(`admin/organizations/${id}`, { slug: 'acme-2' }, ifMatch)).body).to.include({
      slug: 'acme-2',
      name: 'Acme Inc.',
    })
    expect((await admin.patch(`admin/organizations/${id}`, { slug: 'x' }, ifMatch)).status).to.equal(412)
    expect((await admin.patch(`admin/organizations/${id}`, { slug: 'New!' })).body).to.include({
      code: 'slug_invalid',
    })
    await admin.post(`organizations/${id}/workspaces`, { name: 'Build' })
    const workspace = `admin/organizations/${id}/workspaces/build`
    expect((await admin.patch(workspace, { name: 'Builds' })).body).to.include({
      name: 'Builds',
      slug: 'build',
    })
    expect((await admin.post(`${workspace}/disable`)).body.disabledAt).to.be.a('string')
    expect((await admin.post(`${workspace}/enable`)).body.disabledAt).to.equal(null)
    expect((await admin.get(workspace)).body).to.include({ organizationId: id })
    expect((await admin.post(`admin/organizations/${id}/disable`)).body.disabledAt).to.be.a('string')
    expect((await admin.post(`admin/organizations/${id}/enable`)).body.disabledAt).to.equal(null)
    expect((await admin.get('admin/organizations')).body.data).to.deep.equal([
      { ...created.body, slug: 'acme-2', members: 0, workspaces: 1, serviceAccounts: 0 },
    ])
    expect((await admin.get('admin/organizations/nobody')).body).to.include({
      status: 404,
      code: 'not_found',
    })
  })

  it('keeps modules, and takes scopes from live tokens only where that is said', async () => {
    const added = await admin.post('admin/modules', { name: 'wiki', description: 'Pages' })
    expect(added.status).to.equal(201)
    expect(added.body).to.deep.equal({
      name: 'wiki',
      title: 'Wiki',
      description: 'Pages',
      actions: ['read', 'write'],
      scopes: ['wiki:read', 'wiki:write'],
      servedBy: [],
    })
    expect((await admin.post('admin/modules', { name: 'wiki' })).body).to.include({ code: 'module_taken' })
    expect((await admin.post('admin/modules', { name: 'Wiki' })).body).to.include({ code: 'module_invalid' })
    await programOf(server, root, ['wiki:write'])
    const etag = (await admin.get('admin/modules/wiki')).headers.get('etag') ?? ''
    const narrower = (query = '') =>
      admin.patch(`admin/modules/wiki${query}`, { actions: ['read'] }, { 'if-match': etag })
    const refused = await narrower()
    expect(refused.body).to.include({ status: 409, code: 'tokens_cut_off' })
    expect(refused.body.detail).to.match(/^1 live token would lose wiki:write\. .*force=true/)
    expect((await narrower('?force=yes')).body).to.include({ code: 'invalid_parameters' })
    expect((await narrower('?force=true')).body).to.deep.include({ scopes: ['wiki:read'] })
    expect((await narrower('?force=true')).status).to.equal(412)
    expect((await admin.patch('admin/modules/wiki', { title: 'Team wiki' })).body).to.include({
      title: 'Team wiki',
    })
    expect((await admin.delete('admin/modules/wiki')).body).to.include({ code: 'tokens_cut_off' })
    expect((await admin.delete('admin/modules/wiki?force=true')).status).to.equal(204)
    expect((await admin.delete('admin/modules/wiki')).body).to.include({
      status: 404,
      code: 'module_not_found',
    })
    expect((await admin.delete('admin/modules/patmint?force=true')).body).to.include({
      status: 409,
      code: 'module_built_in',
    })
    const { body } = await admin.get('admin/modules')
    expect(body.data.map(({ name }: Json) => name)).to.deep.equal([
      'calendar',
      'documents',
      'drive',
      'patmint',
      'tracker',
    ])
  })

  it('keeps resource servers, each secret shown once', async () => {
    const given = { name: 'Tracker API', audience: 'https://tracker.example.com', modules: ['tracker'] }
    const register = () => admin.post('admin/resource-servers', given, { 'idempotency-key': 'tracker' })
    const [{ status, body }, again] = [await register(), await register()]
    expect(status).to.equal(201)
    expect(again.body).to.deep.equal(body)
    const { clientId } = body.resourceServer
    const path = `admin/resource-servers/${clientId}`
    const introspect = async (secret: string) =>
      (
        await fetch(`${server.url}/introspect`, {
          method: 'POST',
          headers: { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` },
          body: new URLSearchParams({ token: admin.secret }),
        })
      ).status
    expect(await introspect(body.secret)).to.equal(200)
    const rotated = await admin.post(`${path}/rotate-secret`, { overlap: 'day' })
    expect(rotated.status).to.equal(201)
    expect(rotated.body.resourceServer.previousSecretEndsAt).to.be.a('string')
    expect([await introspect(body.secret), await introspect(rotated.body.secret)]).to.deep.equal([200, 200])
    expect((await admin.post(`${path}/end-previous-secret`)).body).to.include({ previousSecretEndsAt: null })
    expect([await introspect(body.secret), await introspect(rotated.body.secret)]).to.deep.equal([401, 200])
    expect((await admin.post(`${path}/disable`)).body.disabledAt).to.be.a('string')
    expect(await introspect(rotated.body.secret)).to.equal(401)
    expect((await admin.post(`${path}/enable`)).body).to.include({ disabledAt: null })
    const etag = (await admin.get(path)).headers.get('etag') ?? ''
    const rename = await admin.patch(path, { name: 'Tracker' }, { 'if-match': etag })
    expect(rename.body).to.deep.include({ name: 'Tracker', audience: given.audience, modules: ['tracker'] })
    expect((await admin.patch(path, { modules: ['documents'] })).body).to.include({
      status: 409,
      code: 'tokens_cut_off',
    })
    expect((await admin.patch(`${path}?force=true`, { modules: ['documents'] })).body).to.deep.include({
      modules: ['documents'],
    })
    for (const [wrong, code] of [
      [{ audience: 'tracker' }, 'audience_invalid'],
      [{ audience: given.audience }, 'audience_taken'],
      [{ audience: 'https://a.example.com', modules: ['nope'] }, 'module_unknown'],
      [{ audience: 'https://a.example.com', name: '' }, 'client_name_invalid'],
    ] as const)
      expect((await admin.post('admin/resource-servers', { ...given, ...wrong })).body).to.include({ code })
    expect((await admin.get('admin/resource-servers')).body.data).to.have.length(1)
    const text = JSON.stringify((await admin.get('admin/resource-servers')).body)
    expect(text).not.to.contain(body.secret.slice(0, 20))
    const { body: other } = await admin.post('admin/clients', { name: 'App' })
    for (const what of ['rotate-secret', 'end-previous-secret', 'disable', 'enable'])
      for (const id of ['patmint', other.client.clientId])
        expect(
          (await admin.post(`admin/resource-servers/${id}/${what}`, { overlap: 'none' })).body,
        ).to.include({ status: 404, code: 'resource_server_not_found' })
  })

  it('keeps clients, and never touches another kind of client', async () => {
    const redirectUris = ['https://wiki.example.com/callback']
    const { status, body } = await admin.post('admin/clients', { name: 'Wiki', redirectUris })
    expect(status).to.equal(201)
    expect(body.client).to.deep.include({ name: 'Wiki', redirectUris, isPublic: false, firstParty: false })
    expect(body.secret).to.match(/^\w{43}$/)
    const path = `admin/clients/${body.client.clientId}`
    const etag = (await admin.get(path)).headers.get('etag') ?? ''
    const changed = await admin.patch(path, { firstParty: true }, { 'if-match': etag })
    expect(changed.body).to.deep.include({ firstParty: true, redirectUris })
    expect((await admin.patch(path, { firstParty: false }, { 'if-match': etag })).status).to.equal(412)
    expect((await admin.patch(path, { redirectUris: ['http://evil.example.com'] })).body).to.include({
      code: 'redirect_uri_invalid',
    })
    expect((await admin.patch(path, { isPublic: true })).body).to.include({ code: 'invalid_parameters' })
    const rotated = await admin.post(`${path}/rotate-secret`, { overlap: 'hour' })
    expect(rotated.body.secret).to.match(/^\w{43}$/)
    expect((await admin.post(`${path}/end-previous-secret`)).status).to.equal(200)
    expect((await admin.post(`${path}/disable`)).body.disabledAt).to.be.a('string')
    expect((await admin.post(`${path}/enable`)).body.disabledAt).to.equal(null)
    const app = (await admin.post('admin/clients', { name: 'Phone', isPublic: true })).body
    expect(app).to.deep.include({ secret: null })
    for (const what of ['rotate-secret', 'end-previous-secret'])
      expect(
        (await admin.post(`admin/clients/${app.client.clientId}/${what}`, { overlap: 'none' })).body,
      ).to.include({ status: 409, code: 'client_has_no_secret' })
    const names = (await admin.get('admin/clients')).body.data.map(({ name }: Json) => name)
    expect(names).to.include.members(['Wiki', 'Phone']).and.not.to.include('Tracker')
    for (const id of ['patmint', 'nonsense', '%F0%9F%98%80'])
      for (const what of ['disable', 'enable'])
        expect((await admin.post(`admin/clients/${id}/${what}`)).body).to.include({
          status: 404,
          code: 'client_not_found',
        })
  })

  it('switches token generation off and on', async () => {
    const mint = () => admin.post('tokens', { name: 'x', scopes: ['tracker:read'] })
    expect((await admin.put('admin/token-generation', { isOn: false })).body).to.deep.equal({ isOn: false })
    expect((await mint()).body).to.include({ status: 403, code: 'token_generation_off' })
    expect((await admin.get('admin/token-generation')).body).to.deep.equal({ isOn: false })
    expect((await admin.put('admin/token-generation', { isOn: true })).body).to.deep.equal({ isOn: true })
    expect((await mint()).status).to.equal(201)
  })

  it('replaces policies, after a look at what that stops', async () => {
    const first = await admin.get('admin/policy')
    expect(first.body).to.deep.include({ id: null, madeBy: null, createdAt: null, enforcedFrom: null })
    const { settings } = first.body
    const ada = await server.createAccount('ada')
    const { tokenId } = await programOf(server, ada, ['tracker:write'], { expiry: { inDays: 200 } })
    const stricter = { ...settings, maxDays: 100, memberScopes: ['*:read'] }
    const preview = (await admin.post('admin/policy/preview', { settings: stricter })).body
    expect(preview.ending.tokens.map(({ id, rule }: Json) => [id, rule])).to.deep.include([
      tokenId,
      'lifetime',
    ])
    expect(preview.narrowed.scopes).to.deep.equal(['tracker:write'])
    expect((await admin.get('admin/policy')).body).to.deep.equal(first.body)
    const ifMatch = { 'if-match': first.headers.get('etag') ?? '' }
    const enforcedFrom = new Date(server.clock().getTime() + 86_400_000).toISOString()
    const saved = await admin.put('admin/policy', { settings: stricter, enforcedFrom }, ifMatch)
    expect(saved.body).to.deep.include({ settings: stricter, madeBy: root.email, enforcedFrom })
    expect((await admin.put('admin/policy', { settings }, ifMatch)).status).to.equal(412)
    const now = { 'if-match': saved.headers.get('etag') ?? '' }
    const put = (maxDays: number) => admin.put('admin/policy', { settings: { ...settings, maxDays } }, now)
    const statuses = (await Promise.all([80, 81, 82, 83].map(put))).map(({ status }) => status)
    expect(statuses).to.have.members([200, 412, 412, 412])
    const versions = await admin.get('admin/policy/versions?limit=1')
    expect(versions.body.data).to.have.length(1)
    const older = await admin.get(`admin/policy/versions?limit=1&cursor=${versions.body.nextCursor}`)
    expect(older.body).to.deep.equal({ data: [saved.body], nextCursor: null })
    for (const wrong of [{ maxDays: 0 }, { defaultDays: 99 }, { memberScopes: ['admin'] }])
      expect(
        (await admin.put('admin/policy', { settings: { ...settings, maxDays: 90, ...wrong } })).body,
      ).to.include({ status: 400, code: 'policy_invalid' })
    expect((await admin.put('admin/policy', { settings: { maxDays: 1 } })).body).to.include({
      code: 'invalid_parameters',
    })
    await server.policies.change(OPERATOR, settings)
  })

  it('keeps an organization’s policy, stricter only', async () => {
    const head = await server.createAccount('head')
    const { id } = await server.createOrganization('Initech', head)
    await programOf(server, head, ['tracker:write'])
    const path = `admin/organizations/${id}/policy`
    expect((await admin.get(path)).body).to.deep.include({ id: null, settings: {} })
    const saved = await admin.put(path, { settings: { maxDays: 10, scopes: ['*:read'] } })
    expect(saved.body).to.deep.include({ settings: { maxDays: 10, scopes: ['*:read'] } })
    expect((await admin.get('admin/organizations/initech/policy')).body).to.deep.equal(saved.body)
    expect((await admin.put(path, { settings: { maxDays: 3_000 } })).body).to.include({
      status: 400,
      code: 'policy_looser_than_instance',
    })
    const preview = (await admin.post(`${path}/preview`, { settings: { maxDays: 1 } })).body
    expect(preview.ending.total).to.be.greaterThan(0)
    expect((await admin.get(`${path}/versions`)).body.data).to.deep.equal([saved.body])
    expect((await admin.get('admin/organizations/nobody/policy')).status).to.equal(404)
  })

  it('reads the audit log, with its filters, a page at a time', async () => {
    const { body } = await admin.get(`admin/audit-events?event=policy.&limit=1`)
    expect(body.data).to.have.length(1)
    expect(body.data[0]).to.include({
      event: 'policy.changed',
      actorKind: 'account',
      actorId: root.id,
      actor: root.email,
      organization: 'initech',
    })
    expect(body.data[0].data).to.include({ withToken: admin.tokenId })
    const rest = await admin.get(`admin/audit-events?event=policy.&cursor=${body.nextCursor}`)
    expect(rest.body.data.map(({ id }: Json) => id)).not.to.include(body.data[0].id)
    const by = await admin.get(`admin/audit-events?actor=${root.email}&event=client.created`)
    expect(by.body.data.length).to.be.greaterThan(1)
    expect((await admin.get('admin/audit-events?from=2090-01-01T00:00:00Z')).body.data).to.deep.equal([])
    expect((await admin.get('admin/audit-events?event=nope')).body).to.include({
      status: 400,
      code: 'audit_filter_invalid',
    })
    for (const wrong of ['from=yesterday', 'tokenId=x', 'nope=1'])
      expect((await admin.get(`admin/audit-events?${wrong}`)).body).to.include({ code: 'invalid_parameters' })
  })
})
