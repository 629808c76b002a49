import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { DAY, newId } from '../../src/lib/index.ts'
import { parseRateLimit } from '../../src/tokens/index.ts'
import { failure } from '../support/failure.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'

describe('the rate limit of a token', () => {
  let rooms: TestRooms
  let ada: Account
  before(async () => {
    rooms = await freshRooms()
    ada = await rooms.createAccount('ada')
  })
  after(() => rooms.close())

  const mint = () => rooms.tokens.mint(OPERATOR, { accountId: ada.id, name: 'ci', scopes: ['tracker:read'] })
  const resolved = async (secret: string) => {
    const resolution = await rooms.tokens.resolve(secret)
    return resolution.active ? resolution.token.rateLimit : 'inactive'
  }
  const changes = async (tokenId: string) =>
    (await rooms.tokens.history(tokenId)).filter(({ name }) => name === 'token.rate_limit_changed')

  it('is that of all, until an administrator sets one, and again when it is taken back', async () => {
    const { token, secret } = await mint()
    expect(await resolved(secret)).to.equal(null)
    expect(await rooms.tokens.setRateLimit(OPERATOR, token.id, 1200)).to.include({ rateLimit: 1200 })
    expect(await resolved(secret)).to.equal(1200)
    await rooms.tokens.setRateLimit(OPERATOR, token.id, null)
    expect(await resolved(secret)).to.equal(null)
    expect((await changes(token.id)).map(({ data }) => data)).to.have.deep.members([
      { before: null, after: 1200 },
      { before: 1200, after: null },
    ])
  })

  it('is recorded when it changes, and only then', async () => {
    const { token } = await mint()
    await rooms.tokens.setRateLimit(OPERATOR, token.id, 5)
    await rooms.tokens.setRateLimit(OPERATOR, token.id, 5)
    const [event, ...more] = await changes(token.id)
    expect(more).to.deep.equal([])
    expect(event).to.include({ accountId: ada.id, tokenId: token.id })
  })

  it('is kept by the token that replaces it', async () => {
    const { token } = await mint()
    await rooms.tokens.setRateLimit(OPERATOR, token.id, 7)
    const given = { accountId: ada.id, tokenId: token.id, when: 'now' } as const
    const successor = await rooms.tokens.rotate({ kind: 'account', id: ada.id }, given)
    expect(successor.token.rateLimit).to.equal(7)
    expect(await resolved(successor.secret)).to.equal(7)
  })

  for (const wrong of [0, -1, 1.5, 1_000_001, Number.NaN, Number.POSITIVE_INFINITY]) {
    it(`is not ${wrong}`, async () => {
      const { token, secret } = await mint()
      expect(await failure(rooms.tokens.setRateLimit(OPERATOR, token.id, wrong))).to.include({
        code: 'token_rate_limit_invalid',
        field: 'rateLimit',
      })
      expect(await resolved(secret)).to.equal(null)
    })
  }

  it('is not set for what does not exist or has ended', async () => {
    for (const id of [newId(), 'no id', '\u0000'])
      expect(await failure(rooms.tokens.setRateLimit(OPERATOR, id, 5))).to.include({
        code: 'token_not_found',
      })
    const { token } = await mint()
    await rooms.tokens.revokeAny(OPERATOR, token.id, 'Not used')
    expect(await failure(rooms.tokens.setRateLimit(OPERATOR, token.id, 5))).to.include({
      code: 'token_not_active',
    })
    const old = await mint()
    rooms.clock.advance(31 * DAY)
    expect(await failure(rooms.tokens.setRateLimit(OPERATOR, old.token.id, 5))).to.include({
      code: 'token_not_active',
    })
  })

  it('is read from what people type', () => {
    for (const [typed, number] of [
      ['', null],
      [' Default ', null],
      ['1', 1],
      [' 1000000 ', 1_000_000],
    ] as const)
      expect(parseRateLimit(typed)).to.equal(number)
    for (const typed of ['0', '1000001', '1e3', '-5', '+5', '1.5', 'none', '\u0000', '٣', '9'.repeat(10_000)])
      expect(() => parseRateLimit(typed), typed)
        .to.throw()
        .with.property('code', 'token_rate_limit_invalid')
  })
})
