import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { type Actor, OPERATOR } from '../../src/audit/index.ts'
import { failure } from '../support/failure.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'

const as = (account: Account): Actor => ({ kind: 'account', id: account.id })

describe('what a token may do at this moment', () => {
  let rooms: TestRooms
  let ada: Account

  beforeEach(async () => {
    rooms = await freshRooms()
    ada = await rooms.createAccount('ada')
  })
  afterEach(() => rooms.close())

  const mint = (account: Account, scopes: string, by: Actor = OPERATOR) =>
    rooms.tokens.mint(by, { accountId: account.id, name: 'ci', scopes })
  const scopesOf = async (secret: string) => {
    const resolution = await rooms.tokens.resolve(secret)
    return resolution.active ? resolution.scopes : resolution.reason
  }
  const changePolicy = async (change: object) =>
    await rooms.policies.change(OPERATOR, { ...(await rooms.policies.instance()), ...change })

  it('falls with the policy for members, and rises again with it', async () => {
    const { secret } = await mint(ada, 'tracker:write documents:write')
    await changePolicy({ memberScopes: ['*:read', 'tracker:write'] })
    expect(await scopesOf(secret)).to.deep.equal(['documents:read', 'tracker:read', 'tracker:write'])
    await changePolicy({ memberScopes: [] })
    expect(await scopesOf(secret)).to.deep.equal([])
    await changePolicy({ memberScopes: ['*'] })
    expect(await scopesOf(secret)).to.have.length(4)
  })

  it('falls with the role of its account', async () => {
    await changePolicy({ memberScopes: ['*:read'] })
    const root = await rooms.createAccount('root', 'admin')
    await rooms.createAccount('second', 'admin')
    const { secret } = await mint(root, 'tracker:write')
    expect(await scopesOf(secret)).to.deep.equal(['tracker:read', 'tracker:write'])
    await rooms.accounts.changeRole(OPERATOR, root.id, 'member')
    expect(await scopesOf(secret)).to.deep.equal(['tracker:read'])
  })

  it('loses a module that is dropped, and an action that is taken from one', async () => {
    const { secret } = await mint(ada, 'tracker:write documents:read')
    await rooms.catalogue.removeModule(OPERATOR, 'documents')
    expect(await scopesOf(secret)).to.deep.equal(['tracker:read', 'tracker:write'])
    await rooms.catalogue.changeModule(OPERATOR, 'tracker', { actions: ['read'] })
    expect(await scopesOf(secret)).to.deep.equal(['tracker:read'])
  })

  it('falls with the policy of an organization that its account is in, and rises when it leaves', async () => {
    const acme = await rooms.organizations.create(OPERATOR, { name: 'Acme' })
    const { secret } = await mint(ada, 'tracker:write')
    await rooms.policies.changeOrganization(OPERATOR, acme.id, { scopes: ['*:read'] })
    expect(await scopesOf(secret)).to.deep.equal(['tracker:read', 'tracker:write'])
    const membership = { organizationId: acme.id, accountId: ada.id }
    await rooms.organizations.addMember(OPERATOR, { ...membership, role: 'member' })
    expect(await scopesOf(secret)).to.deep.equal(['tracker:read'])
    await rooms.organizations.removeMember(OPERATOR, membership)
    expect(await scopesOf(secret)).to.deep.equal(['tracker:read', 'tracker:write'])
  })

  it('refuses to mint above it, naming the scope', async () => {
    await changePolicy({ memberScopes: ['*:read'] })
    expect(await failure(mint(ada, 'tracker:read documents:write'))).to.deep.include({
      code: 'scope_not_allowed',
      field: 'scopes',
    })
  })

  it('leaves behind in a rotation what may no longer be granted', async () => {
    const { token } = await mint(ada, 'tracker:write documents:read')
    await changePolicy({ memberScopes: ['*:read'] })
    const rotated = await rooms.tokens.rotate(as(ada), { accountId: ada.id, tokenId: token.id, when: 'now' })
    expect(rotated.token.scopes).to.deep.equal(['tracker:read', 'documents:read'])
    const { token: writes } = await mint(ada, 'drive:read')
    await changePolicy({ memberScopes: ['tracker:*'] })
    const given = { accountId: ada.id, tokenId: writes.id, when: 'now' } as const
    expect(await failure(rooms.tokens.rotate(as(ada), given))).to.include({ code: 'scope_not_allowed' })
  })

  describe('issued by an administrator', () => {
    let root: Account

    beforeEach(async () => {
      root = await rooms.createAccount('root', 'admin')
    })

    it('U12 belongs to the other account, which sees who issued it; the audit log has both', async () => {
      const { token } = await mint(ada, 'tracker:read', as(root))
      expect(token).to.deep.include({ accountEmail: 'ada@example.com', madeBy: 'root@example.com' })
      expect((await rooms.tokens.list(ada.id)).tokens.map(({ id }) => id)).to.deep.equal([token.id])
      const [event] = await rooms.tokens.history(token.id)
      expect(event).to.nested.include({ name: 'token.minted', 'by.id': root.id, accountId: ada.id })
    })

    it('U12 is refused above the issuer’s own rights, for a disabled account and for another administrator', async () => {
      await changePolicy({ adminScopes: ['*:read', 'admin'] })
      expect(await failure(mint(ada, 'tracker:write', as(root)))).to.include({ code: 'scope_not_allowed' })
      const other = await rooms.createAccount('other', 'admin')
      expect(await failure(mint(other, 'tracker:read', as(root)))).to.include({
        code: 'account_is_administrator',
      })
      await rooms.accounts.disable(OPERATOR, ada.id)
      expect(await failure(mint(ada, 'tracker:read', as(root)))).to.include({ code: 'account_disabled' })
    })

    it('is refused to a member, and to an administrator who has been disabled', async () => {
      const mia = await rooms.createAccount('mia')
      expect(await failure(mint(ada, 'tracker:read', as(mia)))).to.include({ code: 'not_found' })
      const gone = await rooms.createAccount('gone', 'admin')
      await rooms.accounts.disable(OPERATOR, gone.id)
      expect(await failure(mint(ada, 'tracker:read', as(gone)))).to.include({ code: 'account_disabled' })
    })

    it('is not given to anybody else by a form that two administrators send', async () => {
      const second = await rooms.createAccount('second', 'admin')
      const given = { accountId: ada.id, name: 'ci', scopes: 'tracker:read', formKey: 'k'.repeat(43) }
      const first = await rooms.tokens.mint(as(root), given)
      const other = await rooms.tokens.mint(as(second), given)
      expect(other.token.id).not.to.equal(first.token.id)
    })
  })
})

describe('editing a token', () => {
  let rooms: TestRooms
  let ada: Account
  before(async () => {
    rooms = await freshRooms()
    ada = await rooms.createAccount('ada')
  })
  after(() => rooms.close())

  const mint = async () =>
    await rooms.tokens.mint(as(ada), {
      accountId: ada.id,
      name: 'ci',
      scopes: ['tracker:write', 'documents:read'],
    })

  it('narrows its scopes, and never widens them', async () => {
    const { token, secret } = await mint()
    const edit = (scopes: string[]) => rooms.tokens.edit(as(ada), ada.id, token.id, { scopes })
    expect((await edit(['tracker:read'])).scopes).to.deep.equal(['tracker:read'])
    expect(await rooms.tokens.resolve(secret)).to.deep.include({ scopes: ['tracker:read'] })
    for (const scopes of [['tracker:write'], ['tracker:read', 'documents:read'], ['admin']])
      expect(await failure(edit(scopes))).to.include({ code: 'token_scope_widened' })
    for (const scopes of [[], ['Tracker:read'], ['nothing:read'], ['tracker:read', 'tracker:read']])
      expect(await failure(edit(scopes))).to.include({ code: 'scope_invalid' })
  })

  it('binds it to fewer resource servers, and never to more', async () => {
    const server = async (name: string) =>
      (
        await rooms.catalogue.createResourceServer(OPERATOR, {
          name,
          audience: `https://${name}.example.com`,
          modules: ['tracker'],
        })
      ).resourceServer.clientId
    const [one, two] = [await server('one'), await server('two')]
    const { token } = await mint()
    const edit = (resourceServers: string[]) =>
      rooms.tokens.edit(as(ada), ada.id, token.id, { resourceServers })
    expect((await edit([one, two])).resourceServers).to.have.length(2)
    expect((await edit([two])).resourceServers).to.deep.equal([{ clientId: two, name: 'two' }])
    expect(await failure(edit([one, two]))).to.include({ code: 'token_binding_widened' })
    expect(await failure(edit(['nobody']))).to.include({ code: 'resource_server_unknown' })
    expect(await failure(edit([]))).to.include({ code: 'resource_server_unknown' })
  })

  it('keeps name, description and networks, each in its place, with one event that says what changed', async () => {
    const { token } = await mint()
    const changes = { name: 'deploy', description: 'nightly', networks: ['203.0.113.9/24', '203.0.113.0/24'] }
    expect(await rooms.tokens.edit(as(ada), ada.id, token.id, changes)).to.deep.include({
      ...changes,
      networks: ['203.0.113.0/24'],
    })
    await rooms.tokens.edit(as(ada), ada.id, token.id, { name: 'deploy' })
    const edits = (await rooms.tokens.history(token.id)).filter(({ name }) => name === 'token.edited')
    expect(edits).to.have.length(1)
    expect(edits[0]?.data).to.nested.include({ 'before.name': 'ci', 'after.name': 'deploy' })
  })

  it('is refused for somebody else’s token as for an unknown one, and for one that has ended', async () => {
    const { token } = await mint()
    const eve = await rooms.createAccount('eve')
    for (const id of [token.id, 'nonsense', '0199b2a0-0000-7000-8000-000000000000'])
      expect(await failure(rooms.tokens.edit(as(eve), eve.id, id, { name: 'mine' }))).to.include({
        code: 'token_not_found',
      })
    await rooms.tokens.revoke(as(ada), ada.id, token.id)
    expect(await failure(rooms.tokens.edit(as(ada), ada.id, token.id, { name: 'x' }))).to.include({
      code: 'token_not_active',
    })
  })
})
