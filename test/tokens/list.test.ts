import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { DAY } from '../../src/lib/index.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'

describe('the list of tokens', () => {
  let rooms: TestRooms
  let ada: Account
  const names = async (query?: Parameters<TestRooms['tokens']['list']>[1]) =>
    (await rooms.tokens.list(ada.id, query)).tokens.map(({ name }) => name)

  before(async () => {
    rooms = await freshRooms()
    ada = await rooms.createAccount('ada')
    const mint = (name: string, inDays: number) =>
      rooms.tokens.mint(OPERATOR, { accountId: ada.id, name, scopes: ['tracker:read'], expiry: { inDays } })
    await mint('expired', 1)
    await mint('soon', 10)
    await mint('Later 100%', 90)
    const revoked = await mint('revoked', 30)
    await rooms.tokens.revoke(OPERATOR, ada.id, revoked.token.id)
    rooms.clock.advance(2 * DAY)
  })
  after(() => rooms.close())

  it('counts what is under each filter', async () => {
    expect((await rooms.tokens.list(ada.id)).counts).to.deep.equal({
      active: 2,
      expiring: 1,
      expired: 1,
      revoked: 1,
    })
  })

  it('filters', async () => {
    expect(await names({ filter: 'active' })).to.deep.equal(['soon', 'Later 100%'])
    expect(await names({ filter: 'expiring' })).to.deep.equal(['soon'])
    expect(await names({ filter: 'expired' })).to.deep.equal(['expired'])
    expect(await names({ filter: 'revoked' })).to.deep.equal(['revoked'])
  })

  it('sorts by expiry first, or as asked', async () => {
    expect(await names()).to.deep.equal(['expired', 'soon', 'revoked', 'Later 100%'])
    expect(await names({ order: 'name' })).to.deep.equal(['expired', 'Later 100%', 'revoked', 'soon'])
  })

  it('finds by name and by hint, and takes the search for what it is', async () => {
    const { tokens } = await rooms.tokens.list(ada.id, { search: 'SOON' })
    expect(tokens.map(({ name }) => name)).to.deep.equal(['soon'])
    expect(await names({ search: `pat_…${tokens[0]?.hint}` })).to.include('soon')
    expect(await names({ search: '100%' })).to.deep.equal(['Later 100%'])
    for (const search of ['%', '_', "' or 1=1", '\u0000', '\ud800']) await names({ search })
  })

  it('shows nobody else’s', async () => {
    const bob = await rooms.createAccount('bob')
    expect((await rooms.tokens.list(bob.id)).tokens).to.deep.equal([])
  })
})
