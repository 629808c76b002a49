import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import type { Actor } from '../../src/audit/index.ts'
import { HOUR, MINUTE } from '../../src/lib/index.ts'
import { failure } from '../support/failure.ts'
import { freshRooms, PASSWORD, type TestRooms } from '../support/server.ts'

describe('sessions', () => {
  let rooms: TestRooms
  let ada: Account
  let by: Actor
  const start = () => rooms.sessions.start(by, ada, { address: '192.0.2.1', userAgent: 'a browser' })

  beforeEach(async () => {
    rooms = await freshRooms()
    ada = await rooms.createAccount('ada')
    by = { kind: 'account', id: ada.id, address: '192.0.2.1' }
  })
  afterEach(() => rooms.close())

  it('U5 have a new id and secret each time', async () => {
    const [one, two] = [await start(), await start()]
    expect(one.secret).to.not.equal(two.secret)
    expect(one.session.id).to.not.equal(two.session.id)
    expect(await rooms.sessions.resume(one.secret)).to.deep.include({ session: one.session })
  })

  it('U5 get a new secret when the password is entered again, and the old one is dead', async () => {
    const { session, secret } = await start()
    rooms.clock.advance(20 * MINUTE)
    expect(rooms.sessions.isPasswordRecent(session)).to.equal(false)
    const renewed = await rooms.sessions.confirmPassword(by, session.id)
    expect(rooms.sessions.isPasswordRecent(renewed.session)).to.equal(true)
    expect(await rooms.sessions.resume(secret)).to.equal(undefined)
    expect((await rooms.sessions.resume(renewed.secret))?.session.id).to.equal(session.id)
  })

  it('U14 end when nobody comes for a day', async () => {
    const { secret } = await start()
    rooms.clock.advance(23 * HOUR)
    expect(await rooms.sessions.resume(secret)).to.not.equal(undefined)
    rooms.clock.advance(23 * HOUR)
    expect(await rooms.sessions.resume(secret)).to.not.equal(undefined)
    rooms.clock.advance(24 * HOUR)
    expect(await rooms.sessions.resume(secret)).to.equal(undefined)
  })

  it('U14 end after 14 days, however active', async () => {
    const { secret } = await start()
    for (let hours = 0; hours < 335; hours += 20) {
      expect(await rooms.sessions.resume(secret), `${hours} hours`).to.not.equal(undefined)
      rooms.clock.advance(20 * HOUR)
    }
    expect(await rooms.sessions.resume(secret)).to.equal(undefined)
  })

  it('U14 can be ended one by one, and all others at once', async () => {
    const [mine, phone, laptop] = [await start(), await start(), await start()]
    await rooms.sessions.end(by, ada.id, phone.session.id)
    expect(await rooms.sessions.resume(phone.secret)).to.equal(undefined)
    expect(await rooms.sessions.endOthers(by, ada.id, mine.session.id)).to.equal(1)
    expect(await rooms.sessions.resume(laptop.secret)).to.equal(undefined)
    expect(await rooms.sessions.list(ada.id)).to.have.length(1)
    expect(await failure(rooms.sessions.confirmPassword(by, phone.session.id))).to.include({
      code: 'session_ended',
    })
  })

  it('U13 are not ended by anybody else', async () => {
    const { session, secret } = await start()
    const bob = await rooms.createAccount('bob')
    await rooms.sessions.end({ kind: 'account', id: bob.id }, bob.id, session.id)
    await rooms.sessions.end({ kind: 'account', id: bob.id }, bob.id, 'no id')
    expect(await rooms.sessions.resume(secret)).to.not.equal(undefined)
  })

  it('U7 end when the password changes, but for the one that renews itself', async () => {
    const [mine, other] = [await start(), await start()]
    rooms.clock.advance(MINUTE)
    const change = { currentPassword: PASSWORD, newPassword: 'another walk by the sea' }
    await rooms.accounts.changePassword(by, ada.id, change)
    const renewed = await rooms.sessions.confirmPassword(by, mine.session.id)
    expect(await rooms.sessions.resume(renewed.secret)).to.not.equal(undefined)
    expect(await rooms.sessions.resume(other.secret)).to.equal(undefined)
    expect((await rooms.sessions.list(ada.id)).map(({ id }) => id)).to.deep.equal([mine.session.id])
  })

  it('U7 end with a disabled account', async () => {
    const { secret, session } = await start()
    await rooms.database.manager.query('update account set disabled_at = now() where id = $1', [ada.id])
    expect(await rooms.sessions.resume(secret)).to.equal(undefined)
    expect(await rooms.sessions.check(session.id)).to.equal(undefined)
  })

  it('are kept as the hash of their secret', async () => {
    const { secret } = await start()
    const [row] = await rooms.database.manager.query('select secret_hash from session')
    expect(row.secret_hash).to.have.length(32)
    expect(row.secret_hash.toString('utf8')).to.not.include(secret)
  })

  it('that have ended for good are deleted', async () => {
    await start()
    rooms.clock.advance(400 * HOUR)
    await rooms.sessions.deleteExpired()
    const [row] = await rooms.database.manager.query('select count(*)::int as count from session')
    expect(row.count).to.equal(0)
  })
})
