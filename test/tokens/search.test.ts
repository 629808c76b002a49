import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { DAY } from '../../src/lib/index.ts'
import type { TokenSearch } from '../../src/tokens/index.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'

describe('searching all tokens', () => {
  let rooms: TestRooms
  let [ada, grace]: Account[] = []

  const mint = (account: Account | undefined, name: string, inDays = 30, scopes = 'tracker:read') =>
    rooms.tokens.mint(OPERATOR, { accountId: account?.id ?? '', name, scopes, expiry: { inDays } })
  const names = async (search: TokenSearch) =>
    (await rooms.tokens.search(search)).tokens.map(({ name }) => name).sort()

  before(async () => {
    rooms = await freshRooms()
    ada = await rooms.createAccount('ada')
    grace = await rooms.createAccount('grace')
    await mint(ada, 'old', 365)
    await mint(ada, 'gone', 10)
    rooms.clock.advance(360 * DAY)
    await mint(ada, 'soon 100%', 7)
    await mint(grace, 'deploy', 90, 'documents:write')
    const revoked = await mint(grace, 'revoked')
    await rooms.tokens.revokeAny(OPERATOR, revoked.token.id, 'leaked')
    const used = await mint(grace, 'used', 90)
    rooms.tokens.touch({ tokenId: used.token.id, clientId: 'api', address: '203.0.113.7' })
    await rooms.tokens.flushUsage()
  })
  after(() => rooms.close())

  for (const [search, found] of [
    [{}, ['deploy', 'gone', 'old', 'revoked', 'soon 100%', 'used']],
    [{ state: 'active' }, ['deploy', 'old', 'soon 100%', 'used']],
    [{ state: 'expiring' }, ['old', 'soon 100%']],
    [{ state: 'expired' }, ['gone']],
    [{ state: 'revoked' }, ['revoked']],
    [{ state: 'suspended' }, []],
    [{ text: 'GRACE@' }, ['deploy', 'revoked', 'used']],
    [{ text: 'SOON 1' }, ['soon 100%']],
    [{ text: 'soon 100%' }, ['soon 100%']],
    [{ text: '100%' }, []],
    [{ text: '_' }, []],
    [{ text: '\u0000' }, []],
    [{ scope: 'documents:write' }, ['deploy']],
    [{ kind: 'workspace' }, []],
    [{ use: 'never', state: 'active' }, ['deploy', 'old', 'soon 100%']],
    [{ use: 'idle90', state: 'active' }, ['old']],
    [{ accountId: 'nonsense' }, []],
  ] as [TokenSearch, string[]][]) {
    it(`finds by ${JSON.stringify(search)}`, async () => {
      expect(await names(search)).to.deep.equal(found)
    })
  }

  it('finds those of a disabled account as suspended', async () => {
    await rooms.accounts.disable(OPERATOR, grace?.id ?? '')
    expect(await names({ state: 'suspended' })).to.deep.equal(['deploy', 'used'])
    expect(await names({ state: 'active', accountId: grace?.id ?? '' })).to.deep.equal([])
    await rooms.accounts.enable(OPERATOR, grace?.id ?? '')
  })

  it('looks at so many tokens for a page and no more, and goes on from there', async () => {
    const look = async (search: TokenSearch, mostLookedAt: number) => {
      const found: string[][] = []
      let before: string | undefined
      do {
        const page = await rooms.tokens.search(search, { mostLookedAt, ...(before && { before }) })
        found.push(page.tokens.map(({ name }) => name))
        before = page.next
      } while (before !== undefined)
      return found
    }
    expect(await look({ state: 'expired' }, 2)).to.deep.equal([[], [], ['gone'], []])
    expect(await look({ state: 'expired' }, 4)).to.deep.equal([[], ['gone']])
    expect((await look({ text: 'ol', organizationId: ada?.id ?? '' }, 2)).flat()).to.deep.equal([])
    expect((await look({ text: 'EPLO', accountId: grace?.id ?? '' }, 2)).flat()).to.deep.equal(['deploy'])
  })

  it('gives pages that neither skip nor repeat, also while others are minted', async () => {
    const seen: string[] = []
    let before: string | undefined
    do {
      const page = await rooms.tokens.search({}, { limit: 2, ...(before === undefined ? {} : { before }) })
      seen.push(...page.tokens.map(({ name }) => name))
      before = page.next
      await mint(ada, `late ${seen.length}`)
    } while (before !== undefined)
    expect(seen.sort()).to.deep.equal(['deploy', 'gone', 'old', 'revoked', 'soon 100%', 'used'])
  })
})

describe('the overview', () => {
  it('counts tokens, what happened day by day, and how introspections ended', async () => {
    const rooms = await freshRooms()
    const ada = await rooms.createAccount('ada')
    const mint = (inDays: number) =>
      rooms.tokens.mint(OPERATOR, {
        accountId: ada.id,
        name: 'ci',
        scopes: 'tracker:read',
        expiry: { inDays },
      })
    await mint(365)
    rooms.clock.advance(3 * DAY)
    const { token } = await mint(7)
    await mint(60)
    await rooms.tokens.revokeAny(OPERATOR, token.id, 'leaked')
    for (const result of ['active', 'active', 'expired', 'unknown', 'unknown'] as const)
      rooms.tokens.countIntrospection(result)
    await rooms.tokens.flushUsage()
    const overview = await rooms.tokens.overview()
    expect(overview.counts).to.deep.equal({
      active: 2,
      expiringSoon: 0,
      neverUsed: 2,
      olderThanYear: 0,
      estimated: false,
    })
    expect(overview.perDay).to.have.length(30)
    expect(overview.perDay.at(-1)).to.include({ minted: 2, revoked: 1 })
    expect(overview.perDay.at(-4)).to.include({ minted: 1, revoked: 0 })
    expect(overview.introspections).to.have.length(60)
    expect(overview.introspections.at(-1)).to.include({ active: 2, refused: 3 })
    expect(overview.refusals).to.deep.equal([
      { reason: 'unknown', count: 2 },
      { reason: 'expired', count: 1 },
    ])
    await rooms.close()
  })
})
