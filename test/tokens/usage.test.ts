import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { DAY } from '../../src/lib/index.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'

describe('the use of a token', () => {
  let rooms: TestRooms
  let ada: Account
  const mint = () => rooms.tokens.mint(OPERATOR, { accountId: ada.id, name: 'ci', scopes: ['tracker:read'] })

  before(async () => {
    rooms = await freshRooms()
    ada = await rooms.createAccount('ada')
  })
  after(() => rooms.close())

  it('W5 is written once for ten thousand uses', async () => {
    const { token } = await mint()
    const version = async () => {
      const [row] = await rooms.database.manager.query(
        'select xmin::text::bigint as version from personal_access_token where id = $1',
        [token.id],
      )
      return row.version as string
    }
    const before = await version()
    for (let use = 0; use < 10_000; use += 1) {
      rooms.tokens.touch({ tokenId: token.id, clientId: 'api', address: '203.0.113.7' })
    }
    expect(await version()).to.equal(before)
    await rooms.tokens.flushUsage()
    const after = await version()
    await rooms.tokens.flushUsage()
    expect(await version())
      .to.equal(after)
      .and.not.equal(before)
    const used = await rooms.tokens.get(ada.id, token.id)
    expect(used).to.include({ lastUsedAddress: '203.0.113.7', lastUsedBy: 'api' })
    expect((await rooms.tokens.usage(token.id)).from[0]).to.include({ count: 10_000, address: '203.0.113.7' })
  })

  it('is shown for each of the last 30 days', async () => {
    const { token } = await mint()
    rooms.tokens.touch({ tokenId: token.id, clientId: 'api', address: '203.0.113.7' })
    rooms.clock.advance(3 * DAY)
    rooms.tokens.touch({ tokenId: token.id, clientId: 'api', address: '203.0.113.8' })
    rooms.tokens.touch({ tokenId: token.id, clientId: 'api', address: '203.0.113.8' })
    await rooms.tokens.flushUsage()
    const { days, from } = await rooms.tokens.usage(token.id)
    expect(days).to.have.length(30)
    expect(days.slice(-4).map(({ count }) => count)).to.deep.equal([1, 0, 0, 2])
    expect(from.map(({ address, count }) => [address, count])).to.deep.equal([
      ['203.0.113.8', 2],
      ['203.0.113.7', 1],
    ])
  })

  it('is told apart by client, address and day, and added up where all three are the same', async () => {
    const { token } = await mint()
    const uses = [
      ['api', '203.0.113.7', 1],
      ['api', '203.0.113.8', 2],
      ['other', '203.0.113.7', 3],
      ['other', '2001:db8::7', 4],
    ] as const
    for (let round = 0; round < 2; round += 1) {
      for (const [clientId, address, times] of uses)
        for (let use = 0; use < times; use += 1) rooms.tokens.touch({ tokenId: token.id, clientId, address })
      rooms.clock.advance(DAY)
    }
    await rooms.tokens.flushUsage()
    const { days, from } = await rooms.tokens.usage(token.id)
    expect(days.slice(-3).map(({ count }) => count)).to.deep.equal([10, 10, 0])
    expect(from.map(({ clientId, address, count }) => [clientId, address, count / 2])).to.have.deep.members(
      uses.map((use) => [...use]),
    )
  })

  it('never goes back to an older one', async () => {
    const { token } = await mint()
    rooms.tokens.touch({ tokenId: token.id, clientId: 'new', address: '203.0.113.9' })
    await rooms.tokens.flushUsage()
    rooms.clock.advance(-60_000)
    rooms.tokens.touch({ tokenId: token.id, clientId: 'old', address: '203.0.113.1' })
    await rooms.tokens.flushUsage()
    rooms.clock.advance(60_000)
    expect((await rooms.tokens.get(ada.id, token.id)).lastUsedBy).to.equal('new')
  })

  it('is kept in memory while it cannot be written, and written later', async () => {
    const { token } = await mint()
    const use = (address: string) => rooms.tokens.touch({ tokenId: token.id, clientId: 'api', address })
    for (const address of ['203.0.113.7', '203.0.113.8', '203.0.113.8']) use(address)
    await rooms.database.manager.query('alter table token_usage rename to token_usage_away')
    let failed = false
    await rooms.tokens.flushUsage().catch(() => {
      failed = true
    })
    await rooms.database.manager.query('alter table token_usage_away rename to token_usage')
    use('203.0.113.8')
    await rooms.tokens.flushUsage()
    expect(failed).to.equal(true)
    const { from } = await rooms.tokens.usage(token.id)
    expect(from.map(({ address, count }) => [address, count])).to.have.deep.members([
      ['203.0.113.7', 1],
      ['203.0.113.8', 3],
    ])
    expect((await rooms.tokens.get(ada.id, token.id)).lastUsedBy).to.equal('api')
  })

  it('is written while another node is at writing use of the same token', async () => {
    const { token } = await mint()
    const { database } = rooms
    await database.transaction(async (other) => {
      await other.query(
        `insert into token_usage (token_id, day, client_id, address, count, last_at)
         values ($1, current_date, 'api', '203.0.113.8', 1, now())`,
        [token.id],
      )
      rooms.tokens.touch({ tokenId: token.id, clientId: 'api', address: '203.0.113.7' })
      // Each waiting for the other would be ended by the database, and the use of one be kept for the next time.
      await rooms.tokens.flushUsage()
    })
    expect((await rooms.tokens.get(ada.id, token.id)).lastUsedAddress).to.equal('203.0.113.7')
  })
})
