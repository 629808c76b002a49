import { expect } from 'chai'
import type { Account, AccountSearch } from '../../src/accounts/index.ts'
import { type Actor, OPERATOR } from '../../src/audit/index.ts'
import { DAY, HOUR, MINUTE } from '../../src/lib/index.ts'
import { failure } from '../support/failure.ts'
import { freshRooms, PASSWORD, type TestRooms } from '../support/server.ts'

const anyone: Actor = { kind: 'anonymous', address: '192.0.2.1' }
const ANOTHER = 'another walk by the sea'
const device = { address: '192.0.2.1', userAgent: 'a browser' }

describe('an invited account', () => {
  let rooms: TestRooms
  const invite = (given: object = {}) =>
    rooms.accounts.invite(OPERATOR, { email: 'new@example.com', name: 'New', role: 'member', ...given })
  const events = async (accountId: string): Promise<string[]> => {
    const rows: { name: string }[] = await rooms.database.manager.query(
      'select name from audit_event where account_id = $1 order by at, id',
      [accountId],
    )
    return rows.map(({ name }) => name)
  }

  beforeEach(async () => {
    rooms = await freshRooms()
  })
  afterEach(() => rooms.close())

  it('chooses its password with a link that works once', async () => {
    const { account, secret } = await invite()
    const signIn = () => rooms.accounts.authenticate(anyone, { email: account.email, password: ANOTHER })
    expect(await failure(signIn())).to.include({ code: 'sign_in_failed' })
    expect(await rooms.accounts.findByPasswordLink(secret)).to.include({ id: account.id })
    expect(await failure(rooms.accounts.redeemPasswordLink(anyone, secret, 'short'))).to.include({
      code: 'password_refused',
      field: 'password',
    })
    expect(await rooms.accounts.redeemPasswordLink(anyone, secret, ANOTHER)).to.include({ id: account.id })
    expect(await rooms.accounts.findByPasswordLink(secret)).to.equal(undefined)
    expect(await failure(rooms.accounts.redeemPasswordLink(anyone, secret, PASSWORD))).to.include({
      code: 'password_link_dead',
      kind: 'forbidden',
    })
    expect(await signIn()).to.include({ id: account.id })
    expect(await events(account.id)).to.deep.equal([
      'account.created',
      'account.invited',
      'sign_in.failed',
      'account.password_changed',
    ])
  })

  it('has one winner where two use its link at once', async () => {
    const { secret } = await invite()
    const results = await Promise.allSettled(
      [PASSWORD, ANOTHER].map((password) => rooms.accounts.redeemPasswordLink(anyone, secret, password)),
    )
    expect(results.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected'])
  })

  it('has seven days, and a new link where they were not enough', async () => {
    const { account, secret } = await invite()
    rooms.clock.advance(7 * DAY - MINUTE)
    expect(await rooms.accounts.findByPasswordLink(secret)).to.include({ id: account.id })
    rooms.clock.advance(MINUTE)
    expect(await rooms.accounts.findByPasswordLink(secret)).to.equal(undefined)
    const { secret: next } = await rooms.accounts.createPasswordLink(OPERATOR, account.id)
    rooms.clock.advance(6 * DAY)
    expect(await rooms.accounts.findByPasswordLink(next)).to.include({ id: account.id })
    rooms.clock.advance(DAY)
    await rooms.accounts.deleteExpired()
    expect(await rooms.database.manager.query('select 1 from password_link')).to.deep.equal([])
  })

  it('is refused where the address is taken, malformed, or a service account’s', async () => {
    await rooms.createAccount('ada')
    expect(await failure(invite({ email: 'ada@example.com' }))).to.include({ code: 'email_taken' })
    for (const email of ['x', 'a@acme.service.internal', 'a@service.internal', 'A@X.Service.Internal.'])
      expect(await failure(invite({ email })), email).to.include({ code: 'email_invalid', field: 'email' })
    expect(await failure(invite({ name: '' }))).to.include({ code: 'name_invalid', field: 'name' })
  })

  it('does not count as the administrator who could let others back in', async () => {
    const root = await rooms.createAccount('root', 'admin')
    const { account, secret } = await invite({ role: 'admin' })
    for (const refused of [
      () => rooms.accounts.disable(OPERATOR, root.id),
      () => rooms.accounts.changeRole(OPERATOR, root.id, 'member'),
    ])
      expect(await failure(refused())).to.include({ code: 'last_administrator' })
    await rooms.accounts.redeemPasswordLink(anyone, secret, ANOTHER)
    await rooms.accounts.disable(OPERATOR, root.id)
    expect(await failure(rooms.accounts.disable(OPERATOR, account.id))).to.include({
      code: 'last_administrator',
    })
  })
})

describe('a link for a forgotten password', () => {
  let rooms: TestRooms
  let ada: Account
  const link = async () => (await rooms.accounts.createPasswordLink(OPERATOR, ada.id)).secret

  beforeEach(async () => {
    rooms = await freshRooms()
    ada = await rooms.createAccount('ada')
  })
  afterEach(() => rooms.close())

  it('lives for a day, and ends all sessions when it is used', async () => {
    const late = await link()
    rooms.clock.advance(24 * HOUR)
    expect(await rooms.accounts.findByPasswordLink(late)).to.equal(undefined)
    const key = await link()
    const { secret } = await rooms.sessions.start(anyone, ada, device)
    rooms.clock.advance(1)
    await rooms.accounts.redeemPasswordLink(anyone, key, ANOTHER)
    expect(await rooms.sessions.resume(secret)).to.equal(undefined)
    expect(await rooms.sessions.list(ada.id)).to.deep.equal([])
  })

  it('is dead when a newer one is made, the password is set otherwise, or the account is disabled', async () => {
    const by: Actor = { kind: 'account', id: ada.id, address: '192.0.2.1' }
    const ends: [string, () => Promise<unknown>][] = [
      ['a newer link', link],
      ['a reset', () => rooms.accounts.resetPassword(OPERATOR, ada.id, PASSWORD)],
      [
        'a change',
        () => rooms.accounts.changePassword(by, ada.id, { currentPassword: PASSWORD, newPassword: ANOTHER }),
      ],
      ['disabling', () => rooms.accounts.disable(OPERATOR, ada.id)],
    ]
    for (const [what, end] of ends) {
      const key = await link()
      await end()
      expect(await rooms.accounts.findByPasswordLink(key), what).to.equal(undefined)
      expect(await failure(rooms.accounts.redeemPasswordLink(anyone, key, ANOTHER)), what).to.include({
        code: 'password_link_dead',
      })
    }
    expect(await failure(link())).to.include({ code: 'account_disabled', kind: 'conflict' })
  })

  it('is not found by guesses, nor made for ids that are none', async () => {
    for (const key of ['', 'x', '\u0000', 'a'.repeat(10_000)])
      expect(await rooms.accounts.findByPasswordLink(key)).to.equal(undefined)
    for (const id of ['x', '\u0000', '019aaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa'])
      expect(await failure(rooms.accounts.createPasswordLink(OPERATOR, id))).to.include({
        code: 'account_not_found',
      })
  })
})

describe('the role of an account', () => {
  let rooms: TestRooms
  beforeEach(async () => {
    rooms = await freshRooms()
  })
  afterEach(() => rooms.close())

  it('U5 ends its sessions when it changes, and only then', async () => {
    const ada = await rooms.createAccount('ada')
    const { secret } = await rooms.sessions.start(anyone, ada, device)
    await rooms.accounts.changeRole(OPERATOR, ada.id, 'member')
    expect(await rooms.sessions.resume(secret)).to.not.equal(undefined)
    expect(await rooms.accounts.changeRole(OPERATOR, ada.id, 'admin')).to.include({ role: 'admin' })
    expect(await rooms.sessions.resume(secret)).to.equal(undefined)
    expect(await rooms.accounts.find(ada.id)).to.include({ role: 'admin' })
    const rows = await rooms.database.manager.query(
      `select data from audit_event where name = 'account.role_changed'`,
    )
    expect(rows).to.deep.equal([{ data: { from: 'member', role: 'admin', sessionsEnded: 1 } }])
  })

  it('leaves one administrator, where two demote each other at once', async () => {
    const [one, two] = [await rooms.createAccount('one', 'admin'), await rooms.createAccount('two', 'admin')]
    const results = await Promise.allSettled(
      [one, two].map(({ id }) => rooms.accounts.changeRole(OPERATOR, id, 'member')),
    )
    expect(results.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected'])
    expect(await rooms.accounts.hasAdmin()).to.equal(true)
  })
})

describe('a service account', () => {
  it('signs in nowhere, gets no password and no role, and looks unknown at the door', async () => {
    const rooms = await freshRooms()
    const acme = await rooms.organizations.create(OPERATOR, { name: 'Acme' })
    const given = { organizationId: acme.id, name: 'Deploy' }
    const deploy = await rooms.organizations.createServiceAccount(OPERATOR, given)
    const sign = (email: string) => rooms.accounts.authenticate(anyone, { email, password: PASSWORD })
    const [service, unknown] = [await failure(sign(deploy.email)), await failure(sign('nobody@example.com'))]
    expect((service as Error).message).to.equal((unknown as Error).message)
    expect(service).to.deep.include({
      code: 'sign_in_failed',
      detail: (unknown as { detail: object }).detail,
    })
    for (const refused of [
      () => rooms.accounts.resetPassword(OPERATOR, deploy.id, PASSWORD),
      () => rooms.accounts.createPasswordLink(OPERATOR, deploy.id),
      () => rooms.accounts.changeRole(OPERATOR, deploy.id, 'admin'),
    ])
      expect(await failure(refused())).to.include({ code: 'service_account_refused', kind: 'conflict' })
    await rooms.accounts.disable(OPERATOR, deploy.id)
    await rooms.accounts.enable(OPERATOR, deploy.id)
    await rooms.close()
  })
})

describe('searching accounts', () => {
  let rooms: TestRooms
  const find = async (given: AccountSearch) =>
    (await rooms.accounts.search(given)).accounts.map(({ email }) => email.replace('@example.com', ''))

  before(async () => {
    rooms = await freshRooms()
    const ada = await rooms.createAccount('ada', 'admin')
    const off = await rooms.createAccount('off')
    await rooms.createAccount('per_cent')
    await rooms.accounts.disable(OPERATOR, off.id)
    await rooms.accounts.invite(OPERATOR, { email: 'new@example.com', name: 'Grace Hopper', role: 'member' })
    const acme = await rooms.organizations.create(OPERATOR, { name: 'Acme' })
    await rooms.organizations.createServiceAccount(OPERATOR, { organizationId: acme.id, name: 'Deploy' })
    await rooms.sessions.start(anyone, ada, device)
    await rooms.tokens.mint(
      { kind: 'account', id: ada.id },
      { accountId: ada.id, name: 'ci', scopes: ['tracker:read'] },
    )
  })
  after(() => rooms.close())

  it('finds by text, role, kind and state', async () => {
    const deploy = 'deploy@acme.service.internal'
    expect(await find({})).to.deep.equal(['ada', deploy, 'new', 'off', 'per_cent'])
    expect(await find({ text: 'ADA' })).to.deep.equal(['ada'])
    expect(await find({ text: 'hopper' })).to.deep.equal(['new'])
    expect(await find({ text: 'per_' })).to.deep.equal(['per_cent'])
    for (const text of ['_', '%', '\\', '\u0000', "'"]) expect(await find({ text })).to.deep.equal([])
    expect(await find({ role: 'admin' })).to.deep.equal(['ada'])
    expect(await find({ kind: 'service' })).to.deep.equal([deploy])
    expect(await find({ state: 'invited' })).to.deep.equal(['new'])
    expect(await find({ state: 'disabled' })).to.deep.equal(['off'])
    expect(await find({ state: 'active', kind: 'person' })).to.deep.equal(['ada', 'per_cent'])
  })

  it('says what an administrator asks about an account', async () => {
    const { accounts } = await rooms.accounts.search({ text: 'ada' })
    expect(accounts[0]).to.include({ role: 'admin', hasPassword: true, activeTokens: 1 })
    expect(accounts[0]?.lastSeenAt).to.be.a('date')
    const invited = (await rooms.accounts.search({ state: 'invited' })).accounts[0]
    expect(invited).to.include({ hasPassword: false, activeTokens: 0, lastSeenAt: null })
  })

  it('goes page by page, each account once', async () => {
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await rooms.accounts.search({ limit: 2, ...(after === undefined ? {} : { after }) })
      seen.push(...page.accounts.map(({ email }) => email))
      after = page.next
    } while (after !== undefined)
    expect(seen).to.deep.equal((await rooms.accounts.list()).map(({ email }) => email))
  })
})
