import { hash } from '@node-rs/argon2'
import { expect } from 'chai'
import { type Actor, OPERATOR } from '../../src/audit/index.ts'
import { HOUR } from '../../src/lib/index.ts'
import { failure } from '../support/failure.ts'
import { freshRooms, PASSWORD, type TestRooms } from '../support/server.ts'

const at = (address: string): Actor => ({ kind: 'anonymous', address })
const wrong = 'certainly not this one'

describe('accounts', () => {
  let rooms: TestRooms
  const create = (given: object) =>
    rooms.accounts.create(OPERATOR, {
      email: 'x@example.com',
      name: 'X',
      role: 'member',
      password: PASSWORD,
      ...given,
    })
  const events = async (name: string): Promise<{ account_id: string | null; data: object }[]> =>
    await rooms.database.manager.query('select account_id, data from audit_event where name = $1', [name])

  beforeEach(async () => {
    rooms = await freshRooms()
  })
  afterEach(() => rooms.close())

  it('are made once for an e-mail address, however it is written', async () => {
    const ada = await create({ email: ' Ada@Example.COM ' })
    expect(ada.email).to.equal('ada@example.com')
    expect(await failure(create({ email: 'ADA@example.com' }))).to.include({
      code: 'email_taken',
      field: 'email',
    })
    expect(await events('account.created')).to.have.length(1)
  })

  for (const email of [
    '',
    'ada',
    'a@',
    '@b',
    'a b@example.com',
    'a@b\u0000.com',
    `${'a'.repeat(250)}@example.com`,
  ]) {
    it(`are refused for the address “${email.slice(0, 20).replaceAll('\u0000', 'NUL')}”`, async () => {
      expect(await failure(create({ email }))).to.include({ code: 'email_invalid', field: 'email' })
    })
  }

  const passwords: [string, string][] = [
    ['14 characters', 'fourteen chars'],
    ['513 characters', 'ab c'.repeat(129)],
    ['a repeated common one', 'passwordpassword'],
    ['one character over and over', 'a'.repeat(20)],
    ['a run of digits', '123456789012345'],
    ['the address itself', 'somebody@example.com'],
    ['half a character', `${'long enough '.repeat(2)}\ud800`],
  ]
  for (const [words, password] of passwords) {
    it(`U2 are refused with a password of ${words}`, async () => {
      const error = await failure(create({ email: 'somebody@example.com', password }))
      expect(error).to.include({ code: 'password_refused', field: 'password' })
    })
  }

  it('U2 take 15 characters of anything, and 512', async () => {
    await create({ email: 'a@example.com', password: 'ünï çødé pässwø' })
    await create({ email: 'b@example.com', password: 'correct horse battery '.repeat(23).slice(0, 512) })
  })

  it('U4 say the same of an unknown address, a wrong password and a disabled account', async () => {
    const ada = await create({ email: 'ada@example.com' })
    await create({ email: 'bob@example.com' })
    await rooms.database.manager.query('update account set disabled_at = now() where id = $1', [ada.id])
    const tries = [
      { email: 'nobody@example.com', password: PASSWORD },
      { email: 'bob@example.com', password: wrong },
      { email: 'ada@example.com', password: PASSWORD },
      { email: '\u0000', password: PASSWORD },
    ]
    const errors = await Promise.all(
      tries.map((given) => failure(rooms.accounts.authenticate(at('192.0.2.1'), given))),
    )
    expect(new Set(errors.map((error) => (error as Error).message))).to.have.length(1)
    for (const error of errors) expect(error).to.include({ code: 'sign_in_failed', kind: 'unauthenticated' })
    expect(await events('sign_in.failed')).to.have.length(4)
  })

  it('keep nothing of what was typed at a failed sign-in', async () => {
    await failure(
      rooms.accounts.authenticate(at('192.0.2.1'), { email: 'hunter2-typed-here', password: 'and hunter3' }),
    )
    const rows = await rooms.database.manager.query('select * from audit_event')
    expect(JSON.stringify(rows)).to.not.match(/hunter/)
    expect(rooms.logged()).to.not.match(/hunter/)
  })

  it('U1 upgrade a weak hash at sign-in', async () => {
    const ada = await create({ email: 'ada@example.com' })
    const weak = await hash(PASSWORD, { memoryCost: 8_192, timeCost: 1, parallelism: 1 })
    await rooms.database.manager.query('update account set password_hash = $2 where id = $1', [ada.id, weak])
    await rooms.accounts.authenticate(at('192.0.2.1'), { email: 'ada@example.com', password: PASSWORD })
    const [row] = await rooms.database.manager.query('select password_hash from account where id = $1', [
      ada.id,
    ])
    expect(row.password_hash).to.match(/m=19456,t=2/)
    await rooms.accounts.authenticate(at('192.0.2.1'), { email: 'ada@example.com', password: PASSWORD })
  })

  it('U3 pause an address that keeps guessing, while the owner signs in from elsewhere', async () => {
    await create({ email: 'ada@example.com' })
    const guess = () =>
      rooms.accounts.authenticate(at('192.0.2.66'), { email: 'ada@example.com', password: wrong })
    const errors = await Promise.all(Array.from({ length: 15 }, () => failure(guess())))
    const paused = errors.filter((error) => (error as { code: string }).code === 'too_many_attempts')
    expect(paused).to.have.length(5)
    expect(paused[0]).to.have.property('retryAfterSeconds').above(0)
    const right = { email: 'ada@example.com', password: PASSWORD }
    expect(await failure(rooms.accounts.authenticate(at('192.0.2.66'), right))).to.include({
      code: 'too_many_attempts',
    })
    expect(await rooms.accounts.authenticate(at('198.51.100.1'), right)).to.include({
      email: 'ada@example.com',
    })
  })

  it('U3 count in the database, so that a restart and another node know', async () => {
    await create({ email: 'ada@example.com' })
    const given = { email: 'ada@example.com', password: wrong }
    await failure(rooms.accounts.authenticate(at('192.0.2.66'), given))
    const rows: { key: string; points: number }[] = await rooms.database.manager.query(
      'select * from sign_in_throttle',
    )
    expect(rows).to.have.length(3)
    expect(JSON.stringify(rows)).to.not.include('ada@').and.not.include('192.0.2')
  })

  it('U3 forget failures when the right password comes', async () => {
    await create({ email: 'ada@example.com' })
    const sign = (password: string) =>
      rooms.accounts.authenticate(at('192.0.2.66'), { email: 'ada@example.com', password })
    for (let round = 0; round < 3; round += 1) {
      for (let guess = 0; guess < 5; guess += 1) await failure(sign(wrong))
      await sign(PASSWORD)
    }
  })

  it('change their password with the one they have', async () => {
    const ada = await create({ email: 'ada@example.com' })
    const by: Actor = { kind: 'account', id: ada.id, address: '192.0.2.1' }
    const change = (currentPassword: string, newPassword: string) =>
      rooms.accounts.changePassword(by, ada.id, { currentPassword, newPassword })
    expect(await failure(change(wrong, 'another walk by the sea'))).to.include({ field: 'currentPassword' })
    expect(await failure(change(PASSWORD, 'short'))).to.include({
      field: 'newPassword',
      code: 'password_refused',
    })
    await change(PASSWORD, 'another walk by the sea')
    await failure(rooms.accounts.authenticate(by, { email: ada.email, password: PASSWORD }))
    await rooms.accounts.authenticate(by, { email: ada.email, password: 'another walk by the sea' })
    expect(await events('account.password_changed')).to.have.length(1)
  })
})

describe('an account that somebody looks after', () => {
  let rooms: TestRooms
  beforeEach(async () => {
    rooms = await freshRooms()
  })
  afterEach(() => rooms.close())

  it('U7 has neither sessions nor tokens while it is disabled, and has them again when it is enabled', async () => {
    const ada = await rooms.createAccount('ada')
    const from = { address: '192.0.2.1', userAgent: 'a browser' }
    const { secret: session } = await rooms.sessions.start(at('192.0.2.1'), ada, from)
    const { secret } = await rooms.tokens.mint(OPERATOR, {
      accountId: ada.id,
      name: 'ci',
      scopes: ['tracker:read'],
    })
    await rooms.accounts.disable(OPERATOR, ada.id)
    await rooms.accounts.disable(OPERATOR, ada.id)
    expect(await rooms.sessions.resume(session)).to.equal(undefined)
    expect(await rooms.tokens.resolve(secret)).to.include({ active: false, reason: 'account_disabled' })
    await failure(rooms.accounts.authenticate(at('192.0.2.1'), { email: ada.email, password: PASSWORD }))
    await rooms.accounts.enable(OPERATOR, ada.id)
    expect(await rooms.sessions.resume(session)).to.not.equal(undefined)
    expect(await rooms.tokens.resolve(secret)).to.include({ active: true })
    const names = await rooms.database.manager.query(
      `select name from audit_event where account_id = $1 and name like 'account.%abled' order by at`,
      [ada.id],
    )
    expect(names).to.deep.equal([{ name: 'account.disabled' }, { name: 'account.enabled' }])
  })

  it('is not disabled where it is the last administrator, not even by two at once', async () => {
    const [one, two] = [await rooms.createAccount('one', 'admin'), await rooms.createAccount('two', 'admin')]
    const results = await Promise.allSettled([one, two].map(({ id }) => rooms.accounts.disable(OPERATOR, id)))
    expect(results.filter(({ status }) => status === 'fulfilled')).to.have.length(1)
    expect(await rooms.accounts.hasAdmin()).to.equal(true)
  })

  it('U7 loses its sessions, and I11 its tokens where they are revoked, when its password is reset', async () => {
    const ada = await rooms.createAccount('ada')
    const from = { address: '192.0.2.1', userAgent: 'a browser' }
    const { secret: session } = await rooms.sessions.start(at('192.0.2.1'), ada, from)
    const mint = () =>
      rooms.tokens.mint(OPERATOR, { accountId: ada.id, name: 'ci', scopes: ['tracker:read'] })
    const [first, second] = [await mint(), await mint()]
    await rooms.tokens.revoke(OPERATOR, ada.id, second.token.id)
    rooms.clock.advance(1_000)
    expect(await failure(rooms.accounts.resetPassword(OPERATOR, ada.id, 'short'))).to.include({
      field: 'password',
    })
    await rooms.accounts.resetPassword(OPERATOR, ada.id, 'another walk by the sea')
    expect(await rooms.tokens.revokeAllOf(OPERATOR, ada.id, 'The password was reset')).to.equal(1)
    expect(await rooms.sessions.resume(session)).to.equal(undefined)
    expect(await rooms.tokens.resolve(first.secret)).to.deep.equal({ active: false, reason: 'revoked' })
    const given = { email: ada.email, password: 'another walk by the sea' }
    expect(await rooms.accounts.authenticate(at('192.0.2.1'), given)).to.include({ id: ada.id })
  })
})

describe('the first administrator', () => {
  let rooms: TestRooms
  const root = { email: 'root@example.com', name: 'Root', password: PASSWORD }
  const anyone = at('192.0.2.1')
  const link = async () => (await rooms.accounts.createSetupLink()) ?? ''

  beforeEach(async () => {
    rooms = await freshRooms()
  })
  afterEach(() => rooms.close())

  it('is made by a link that works once', async () => {
    const [key, other] = [await link(), await link()]
    expect(await rooms.accounts.isSetupKeyGood(key)).to.equal(true)
    expect(await rooms.accounts.setUpFirstAdmin(anyone, key, root)).to.include({ role: 'admin' })
    for (const dead of [key, other]) {
      expect(await rooms.accounts.isSetupKeyGood(dead)).to.equal(false)
      const again = rooms.accounts.setUpFirstAdmin(anyone, dead, { ...root, email: 'b@example.com' })
      expect(await failure(again)).to.include({ code: 'setup_link_dead', kind: 'forbidden' })
    }
    expect(await rooms.accounts.createSetupLink()).to.equal(undefined)
  })

  it('is one, where two use their links at once', async () => {
    const keys = [await link(), await link()]
    const results = await Promise.allSettled(
      keys.map((key, index) =>
        rooms.accounts.setUpFirstAdmin(anyone, key, { ...root, email: `root${index}@example.com` }),
      ),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).to.have.length(1)
  })

  it('has an hour', async () => {
    const key = await link()
    rooms.clock.advance(HOUR)
    expect(await rooms.accounts.isSetupKeyGood(key)).to.equal(false)
  })

  it('may as well be made from a terminal, and then links are dead', async () => {
    const key = await link()
    await rooms.createAccount('root', 'admin')
    expect(await rooms.accounts.isSetupKeyGood(key)).to.equal(false)
  })

  it('is not made by guesses', async () => {
    for (const key of ['', 'x', '\u0000', 'a'.repeat(10_000)]) {
      expect(await rooms.accounts.isSetupKeyGood(key)).to.equal(false)
    }
  })
})
