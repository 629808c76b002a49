import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { initialPolicy } from '../../src/assemble.ts'
import { type Actor, OPERATOR, SYSTEM } from '../../src/audit/index.ts'
import { addMilliseconds, DAY } from '../../src/lib/index.ts'
import type { Organization } from '../../src/organizations/index.ts'
import type { NewToken } from '../../src/tokens/index.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'

describe('a token as whoever minted it is shown it', () => {
  let rooms: TestRooms
  let acme: Organization
  let [ada, admin, robot]: Account[] = []
  let api: string
  const idOf = (account: Account | undefined) => account?.id ?? ''
  const as = (account: Account | undefined): Actor => ({ kind: 'account', id: idOf(account) })
  const mint = (by: Actor, account: Account | undefined, more: Partial<NewToken> = {}) =>
    rooms.tokens.mint(by, { accountId: idOf(account), name: 'CI', scopes: ['tracker:read'], ...more })
  const seen = (account: Account | undefined, tokenId: string) => rooms.tokens.get(idOf(account), tokenId)

  before(async () => {
    rooms = await freshRooms()
    const { organizations, policies, catalogue } = rooms
    await policies.change(OPERATOR, { ...initialPolicy(rooms.config), allowNever: true, maxIdleDays: 90 })
    acme = await organizations.create(OPERATOR, { name: 'Acme' })
    await policies.changeOrganization(OPERATOR, acme.id, { maxIdleDays: 30 })
    ada = await rooms.createAccount('ada')
    admin = await rooms.createAccount('root', 'admin')
    await organizations.addMember(OPERATOR, { organizationId: acme.id, accountId: ada.id, role: 'admin' })
    robot = await organizations.createServiceAccount(OPERATOR, { organizationId: acme.id, name: 'Deploy' })
    const server = { name: 'API', audience: 'https://api.example.com', modules: ['tracker'] }
    api = (await catalogue.createResourceServer(OPERATOR, server)).resourceServer.clientId
  })
  after(() => rooms.close())

  const cases: [string, () => [Actor, Account | undefined, Partial<NewToken>?]][] = [
    ['for oneself', () => [as(ada), ada]],
    ['for oneself, outside of organizations', () => [as(admin), admin]],
    ['that never ends', () => [as(ada), ada, { expiry: 'never' }]],
    [
      'with networks and a description',
      () => [as(ada), ada, { networks: ['192.0.2.1'], description: 'of 2' }],
    ],
    ['of a form', () => [as(ada), ada, { formKey: 'one' }]],
    ['on the command line', () => [OPERATOR, ada]],
    ['by Patmint itself', () => [SYSTEM, ada]],
    ['by an administrator for somebody else', () => [as(admin), ada]],
    ['of an organization', () => [as(ada), ada, { kind: 'organization', organizationId: acme.id }]],
    ['of a service account', () => [as(ada), robot]],
    ['that is bound to an API', () => [as(ada), ada, { resourceServers: [api] }]],
  ]
  for (const [words, given] of cases) {
    it(`is as it is read afterwards: one ${words}`, async () => {
      const [by, account, more] = given()
      const { token } = await mint(by, account, more)
      expect(token).to.deep.equal(await seen(account, token.id))
    })
  }

  it('says when the policy that is in force by then ends it', async () => {
    const inAnHour = addMilliseconds(rooms.clock(), DAY / 24)
    const stricter = { ...initialPolicy(rooms.config), maxIdleDays: 7 }
    const idleDays = async () => {
      const { token } = await mint(as(admin), admin)
      expect(token).to.deep.equal(await seen(admin, token.id))
      return (Number(token.policyEnd?.at) - Number(token.createdAt)) / DAY
    }
    expect(await idleDays()).to.equal(90)
    await rooms.policies.change(OPERATOR, stricter, { enforcedFrom: inAnHour })
    expect(await idleDays()).to.equal(90)
    rooms.clock.advance(DAY / 24)
    expect(await idleDays()).to.equal(7)
  })

  it('may have the scopes of a module from the moment on at which that is there, and no longer', async () => {
    const scopes = ['wiki:read']
    const minted = () =>
      mint(as(ada), ada, { scopes }).then(
        () => 'minted',
        ({ code }: { code: string }) => code,
      )
    expect(await minted()).to.equal('scope_invalid')
    await rooms.catalogue.addModule(OPERATOR, { name: 'wiki' })
    expect(await minted()).to.equal('minted')
    await rooms.database.manager.query(`delete from module where name = 'wiki'`)
    expect(await minted()).to.equal('scope_invalid')
  })
})
