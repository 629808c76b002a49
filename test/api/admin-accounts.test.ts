import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { signedInBrowser } from '../support/browser.ts'
import { freshServer, type TestServer } from '../support/server.ts'
import { holding, type Program, programOf } from './support.ts'

const ALL = ['patmint:admin', 'patmint:write', 'tracker:write']

describe('accounts by the API, for administrators', () => {
  let server: TestServer
  let root: Account
  let admin: Program
  before(async () => {
    server = await freshServer()
    root = await server.createAccount('root', 'admin')
    admin = await programOf(server, root, ALL)
  })
  after(() => server.close())

  it('are listed by address, with filters, a page at a time', async () => {
    for (const name of ['zoe', 'yann', 'xenia']) await server.createAccount(name)
    const first = await admin.get('admin/accounts?limit=2')
    expect(first.body.data.map(({ email }: Account) => email)).to.deep.equal([
      'root@example.com',
      'xenia@example.com',
    ])
    const second = await admin.get(`admin/accounts?limit=2&cursor=${first.body.nextCursor}`)
    expect(second.body.data.map(({ name }: Account) => name)).to.deep.equal(['yann', 'zoe'])
    expect(second.body.nextCursor).to.equal(null)
    const found = async (query: string) =>
      (await admin.get(`admin/accounts?${query}`)).body.data.map(({ name }: Account) => name)
    expect(await found('search=YANN')).to.deep.equal(['yann'])
    expect(await found('role=admin&state=active&kind=person')).to.deep.equal(['root'])
    expect(await found('kind=service')).to.deep.equal([])
    const { body } = await admin.get(`admin/accounts/${root.id}`)
    expect(body).to.deep.include({ id: root.id, role: 'admin', state: 'active', organizationId: null })
    expect(JSON.stringify(body)).not.to.match(/hash/i)
  })

  it('are invited by a one-time link that is shown once, also where the request comes twice', async () => {
    const given = { email: 'Ada@Example.com', name: 'Ada' }
    const invite = () => admin.post('admin/accounts', given, { 'idempotency-key': 'invite ada' })
    const [first, again] = [await invite(), await invite()]
    expect(first.status).to.equal(201)
    expect(again.body).to.deep.equal(first.body)
    expect(first.headers.get('cache-control')).to.equal('no-store')
    const { account, link } = first.body
    expect(account).to.deep.include({ email: 'ada@example.com', role: 'member', state: 'invited' })
    expect(link.url).to.match(new RegExp(`^${server.url}/welcome\\?key=\\w{43}$`))
    expect((await fetch(link.url)).status).to.equal(200)
    expect((await admin.get(first.headers.get('location') ?? '')).body).to.deep.equal(account)
    expect((await admin.post('admin/accounts', given)).body).to.include({ status: 409, code: 'email_taken' })
    const { events } = await server.audit.list({ accountId: account.id, name: 'account.invited' })
    expect(events.map(({ by, data }) => [by.id, data['withToken']])).to.deep.equal([[root.id, admin.tokenId]])
    const renewed = await admin.post(`admin/accounts/${account.id}/password-link`)
    expect(renewed.status).to.equal(201)
    expect(renewed.body.url).not.to.equal(link.url)
    expect((await fetch(link.url)).status).not.to.equal(200)
    for (const [wrong, code] of [
      [{ email: 'x', name: 'X' }, 'email_invalid'],
      [{ email: 'x@example.com', name: '' }, 'name_invalid'],
      [{ email: 'x@example.com', name: 'X', role: 'root' }, 'invalid_parameters'],
    ] as const)
      expect((await admin.post('admin/accounts', wrong)).body).to.include({ status: 400, code })
  })

  it('change their role, by If-Match only where nobody else did', async () => {
    const bob = await server.createAccount('bob')
    const path = `admin/accounts/${bob.id}`
    const etag = (await admin.get(path)).headers.get('etag') ?? ''
    const change = (role: string) => admin.patch(path, { role }, { 'if-match': etag })
    expect((await change('admin')).body).to.deep.include({ id: bob.id, role: 'admin' })
    expect((await change('member')).status).to.equal(412)
    expect((await admin.patch(path, { role: 'member' })).body).to.include({ role: 'member' })
    expect((await admin.patch(`admin/accounts/${root.id}`, { role: 'member' })).body).to.include({
      status: 409,
      code: 'last_administrator',
    })
  })

  it('are disabled and enabled, and signed out everywhere', async () => {
    const carol = await server.createAccount('carol')
    const [path, hers] = [`admin/accounts/${carol.id}`, await programOf(server, carol, ['tracker:read'])]
    await signedInBrowser(server, carol.email)
    const sessions = await admin.get(`${path}/sessions`)
    expect(sessions.body.data).to.have.length(1)
    expect(sessions.body.data[0]).to.include({ address: '127.0.0.1' })
    expect((await admin.delete(`${path}/sessions`)).body).to.deep.equal({ ended: 1 })
    expect((await admin.delete(`${path}/sessions`)).body).to.deep.equal({ ended: 0 })
    expect((await admin.post(`${path}/disable`)).body).to.include({ state: 'disabled' })
    expect((await hers.get('whoami')).status).to.equal(401)
    expect((await admin.post(`${path}/password-link`)).body).to.include({
      status: 409,
      code: 'account_disabled',
    })
    expect((await admin.post(`${path}/enable`)).body).to.include({ state: 'active', disabledAt: null })
    expect((await hers.get('whoami')).status).to.equal(200)
  })

  it('say where they belong', async () => {
    const dora = await server.createAccount('dora')
    const acme = await server.createOrganization('Acme', dora)
    const place = { organizationId: acme.id, name: 'Build' }
    const build = await server.organizations.createWorkspace(OPERATOR, place)
    const key = { organizationId: acme.id, workspaceId: build.id, accountId: dora.id }
    await server.organizations.addMember(OPERATOR, { ...key, role: 'member' })
    const { body } = await admin.get(`admin/accounts/${dora.id}/memberships`)
    expect(body.data).to.have.length(1)
    expect(body.data[0]).to.deep.include({ role: 'admin' })
    expect(body.data[0].organization).to.include({ id: acme.id, slug: 'acme' })
    expect(body.data[0].workspaces[0].workspace).to.include({ id: build.id, slug: 'build' })
  })

  describe('U12 get tokens issued', () => {
    const given = { name: 'issued', scopes: ['tracker:read'], expiresInDays: 7 }
    const issue = (to: string, more: object = {}, by: Omit<Program, 'tokenId'> = admin) =>
      by.post(`admin/accounts/${to}/tokens`, { ...given, ...more })

    it('that act as the account, and say who made them', async () => {
      const emil = await server.createAccount('emil')
      const { status, headers, body } = await issue(emil.id)
      expect(status).to.equal(201)
      expect(headers.get('location')).to.equal(`/api/v1/admin/tokens/${body.token.id}`)
      expect(body.token).to.deep.include({ madeBy: root.email, scopes: ['tracker:read'] })
      expect((await holding(server, body.secret).get('whoami')).body).to.include({ accountId: emil.id })
      const [event] = await server.tokens.history(body.token.id)
      expect(event).to.include({ name: 'token.minted', accountId: emil.id })
      expect(event?.by).to.include({ id: root.id })
      expect((await admin.get(`admin/tokens?accountId=${emil.id}`)).body.data).to.have.length(1)
    })

    it('never above the token or the rights of who issues, for an administrator or for who is disabled', async () => {
      const fay = await server.createAccount('fay')
      const other = await server.createAccount('other', 'admin')
      const narrow = await programOf(server, root, ['patmint:admin'])
      expect((await issue(fay.id, {}, narrow)).body).to.include({ status: 403, code: 'scope_above_token' })
      expect((await issue(fay.id, { scopes: ['patmint:admin'] })).body).to.include({
        status: 403,
        code: 'scope_not_allowed',
      })
      expect((await issue(other.id)).body).to.include({ status: 403, code: 'account_is_administrator' })
      await server.accounts.disable(OPERATOR, fay.id)
      expect((await issue(fay.id)).body).to.include({ status: 403, code: 'account_disabled' })
      for (const id of ['nonsense', '019ac8e4-7b1e-7cc0-9d53-0d2f6f0e9a11'])
        expect((await issue(id)).body).to.include({ status: 404, code: 'account_not_found' })
    })
  })

  it('have their tokens read and revoked, one or several, with a reason', async () => {
    const gil = await server.createAccount('gil')
    const ids: string[] = []
    for (const _ of [1, 2, 3]) ids.push((await programOf(server, gil, ['tracker:read'])).tokenId)
    const [one = '', ...rest] = ids
    expect((await admin.get(`admin/tokens/${one}`)).body).to.include({ id: one, state: 'active' })
    for (const _ of [1, 2])
      expect((await admin.delete(`admin/tokens/${one}?reason=Found%20in%20public`)).status).to.equal(204)
    expect((await admin.get(`admin/tokens/${one}`)).body).to.include({
      state: 'revoked',
      revokeReason: 'Found in public',
      revokedBy: root.email,
    })
    const selection = { tokenIds: [...ids, '019ac8e4-7b1e-7cc0-9d53-0d2f6f0e9a11'] }
    expect((await admin.post('admin/tokens/revoke', selection)).body).to.deep.equal({ revoked: 2 })
    expect((await admin.get(`admin/tokens/${rest[0]}`)).body).to.include({
      revokeReason: 'Revoked by an administrator',
    })
    expect((await admin.post('admin/tokens/revoke', { tokenIds: [] })).status).to.equal(400)
    expect((await admin.delete(`admin/tokens/${one}?reason=${'x'.repeat(201)}`)).body).to.include({
      code: 'revoke_reason_invalid',
    })
    expect((await admin.delete('admin/tokens/nonsense')).body).to.include({ code: 'token_not_found' })
  })

  it('are nothing to whom the role was taken away, and to a token of a place', async () => {
    const ida = await server.createAccount('ida', 'admin')
    const acme = await server.createOrganization('Initech', ida)
    const [hers, places] = [
      await programOf(server, ida, ALL),
      await programOf(server, ida, ALL, { kind: 'organization', organizationId: acme.id }),
    ]
    expect((await hers.get('admin/accounts')).status).to.equal(200)
    expect((await places.get('admin/accounts')).body).to.include({ status: 404, code: 'not_found' })
    await server.accounts.changeRole(OPERATOR, ida.id, 'member')
    for (const program of [hers, places])
      expect((await program.get('admin/accounts')).body).to.include({
        status: 403,
        code: 'insufficient_scope',
      })
  })
})
