import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { DAY } from '../../src/lib/index.ts'
import { failure } from '../support/failure.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'

describe('revoking a token', () => {
  let rooms: TestRooms
  let ada: Account
  const mint = (given: object = {}) =>
    rooms.tokens.mint(OPERATOR, { accountId: ada.id, name: 'ci', scopes: ['tracker:read'], ...given })

  before(async () => {
    rooms = await freshRooms()
    ada = await rooms.createAccount('ada')
  })
  after(() => rooms.close())

  it('holds on the next look, and leaves its siblings alive', async () => {
    const [one, other] = [await mint(), await mint()]
    await rooms.tokens.revoke({ kind: 'account', id: ada.id }, ada.id, one.token.id)
    expect(await rooms.tokens.resolve(one.secret)).to.deep.equal({ active: false, reason: 'revoked' })
    expect(await rooms.tokens.resolve(other.secret)).to.include({ active: true })
    const kept = await rooms.tokens.get(ada.id, one.token.id)
    expect(kept).to.include({ revokedBy: 'ada@example.com', revokeReason: 'Revoked by its owner' })
  })

  it('can be repeated, and is recorded once', async () => {
    const { token } = await mint()
    await Promise.all([1, 2, 3].map(() => rooms.tokens.revoke(OPERATOR, ada.id, token.id)))
    const events = (await rooms.tokens.history(token.id)).filter(({ name }) => name === 'token.revoked')
    expect(events).to.have.length(1)
  })

  it('U13 answers for somebody else’s token as for an unknown one', async () => {
    const bob = await rooms.createAccount('bob')
    const { token } = await mint({ accountId: bob.id })
    const foreign = await failure(rooms.tokens.revoke(OPERATOR, ada.id, token.id))
    const unknown = await failure(
      rooms.tokens.revoke(OPERATOR, ada.id, '0199aaaa-0000-7000-8000-000000000000'),
    )
    expect(foreign).to.include({ code: 'token_not_found', message: (unknown as Error).message })
  })

  it('W7 is not needed after expiry: a token is dead from that very moment', async () => {
    const { token, secret } = await mint({ expiry: { inDays: 1 } })
    rooms.clock.advance(Number(token.expiresAt) - rooms.clock().getTime() - 2_000)
    expect(await rooms.tokens.resolve(secret)).to.include({ active: true })
    rooms.clock.advance(2_000)
    expect(await rooms.tokens.resolve(secret)).to.include({ active: false, reason: 'expired' })
    rooms.clock.advance(-DAY)
  })

  it('T3 asks the database nothing about a secret whose checksum is wrong', async () => {
    const { secret } = await mint()
    const typo = secret.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
    const query = rooms.database.pool.query
    let queries = 0
    rooms.database.pool.query = ((...given: Parameters<typeof query>) => {
      queries += 1
      return query.apply(rooms.database.pool, given)
    }) as typeof query
    expect(await rooms.tokens.resolve(typo)).to.deep.equal({ active: false, reason: 'malformed' })
    expect(queries).to.equal(0)
    await rooms.tokens.resolve(secret)
    expect(queries).to.equal(1)
    rooms.database.pool.query = query
  })

  it('is not the only way to end it: a disabled account’s tokens are dead on the next look', async () => {
    const eve = await rooms.createAccount('eve')
    const { secret, token } = await mint({ accountId: eve.id })
    await rooms.database.manager.query('update account set disabled_at = now() where id = $1', [eve.id])
    expect(await rooms.tokens.resolve(secret)).to.deep.equal({
      active: false,
      reason: 'account_disabled',
      suspended: { id: token.id, accountId: eve.id, createdAt: token.createdAt },
    })
  })
})
