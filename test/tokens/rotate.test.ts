import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { DAY, HOUR } from '../../src/lib/index.ts'
import type { RetireWhen } from '../../src/tokens/index.ts'
import { failure } from '../support/failure.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'

describe('rotating a token', () => {
  let rooms: TestRooms
  let ada: Account
  const mint = (given: object = {}) =>
    rooms.tokens.mint(OPERATOR, { accountId: ada.id, name: 'ci', scopes: ['tracker:read'], ...given })
  const rotate = (tokenId: string, when: RetireWhen, formKey?: string) =>
    rooms.tokens.rotate(OPERATOR, {
      accountId: ada.id,
      tokenId,
      when,
      ...(formKey === undefined ? {} : { formKey }),
    })
  const reason = async (secret: string) => {
    const resolved = await rooms.tokens.resolve(secret)
    return resolved.active ? 'active' : resolved.reason
  }

  beforeEach(async () => {
    rooms = await freshRooms()
    ada = await rooms.createAccount('ada')
  })
  afterEach(() => rooms.close())

  it('stops the old secret the moment the new one is made', async () => {
    const old = await mint()
    const next = await rotate(old.token.id, 'now')
    expect(await reason(old.secret)).to.equal('rotated')
    expect(await reason(next.secret)).to.equal('active')
    expect(next.token).to.deep.include({ name: 'ci', scopes: ['tracker:read'], rotatedFrom: old.token.id })
  })

  for (const [when, time] of [
    ['hour', HOUR],
    ['day', DAY],
  ] as const) {
    it(`lets the old secret work for an overlap of a ${when}, to the moment`, async () => {
      const old = await mint()
      await rotate(old.token.id, when)
      rooms.clock.advance(time - 5_000)
      expect(await reason(old.secret)).to.equal('active')
      rooms.clock.advance(5_000)
      expect(await reason(old.secret)).to.equal('rotated')
    })
  }

  it('can wait for the first use of the new secret, which is written before it is answered', async () => {
    const old = await mint()
    const next = await rotate(old.token.id, 'first_use')
    rooms.clock.advance(10 * DAY)
    expect(await reason(old.secret)).to.equal('active')
    const resolved = await rooms.tokens.resolve(next.secret)
    if (!resolved.active) throw new Error('the new secret works')
    expect(resolved.token.firstUseIsDue).to.equal(true)
    await rooms.tokens.recordFirstUse(resolved.token)
    expect(await reason(old.secret)).to.equal('rotated')
    expect(await reason(next.secret)).to.equal('active')
  })

  it('ends what waited for a successor that was itself replaced before anybody used it', async () => {
    const first = await mint()
    const second = await rotate(first.token.id, 'first_use')
    const third = await rotate(second.token.id, 'now')
    expect(await reason(first.secret)).to.equal('active')
    const resolution = await rooms.tokens.resolve(third.secret)
    if (!resolution.active) throw new Error('a new token is active')
    await rooms.tokens.recordFirstUse(resolution.token)
    expect(await reason(first.secret)).to.equal('rotated')
  })

  it('makes no more tokens than the limit and one, however often it leaves the old secret good', async () => {
    const strict = await freshRooms({ PATMINT_TOKENS_PER_ACCOUNT: '1' })
    const { id: accountId } = await strict.createAccount('ada')
    const by = { kind: 'account', id: accountId } as const
    const rotate = (tokenId: string, when: 'first_use' | 'day' | 'now') =>
      strict.tokens.rotate(by, { accountId, tokenId, when })
    const first = await strict.tokens.mint(by, { accountId, name: 'ci', scopes: ['tracker:read'] })
    const second = await rotate(first.token.id, 'first_use')
    for (const when of ['first_use', 'day'] as const)
      expect(await failure(rotate(second.token.id, when))).to.include({ code: 'token_limit_reached' })
    const third = await rotate(second.token.id, 'now')
    expect((await strict.tokens.resolve(third.secret)).active).to.equal(true)
    expect((await strict.tokens.resolve(second.secret)).active).to.equal(false)
    await strict.close()
  })

  it('W6 has one successor when it is asked for eight times at once', async () => {
    const old = await mint()
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => rotate(old.token.id, 'day')))
    expect(results.filter(({ status }) => status === 'fulfilled')).to.have.length(1)
    const { tokens } = await rooms.tokens.list(ada.id)
    expect(tokens).to.have.length(2)
    expect(await failure(rotate(old.token.id, 'now'))).to.include({ code: 'token_already_rotated' })
  })

  it('shows a working secret when its form is sent twice', async () => {
    const old = await mint()
    const answers = await Promise.all([
      rotate(old.token.id, 'now', 'form'),
      rotate(old.token.id, 'now', 'form'),
    ])
    const living = await Promise.all(answers.map(({ secret }) => reason(secret)))
    expect(living.filter((state) => state === 'active')).to.have.length(1)
    expect((await rooms.tokens.list(ada.id)).tokens).to.have.length(2)
  })

  it('gives as long a life again', async () => {
    const old = await mint({ expiry: { inDays: 7 } })
    rooms.clock.advance(5 * DAY)
    const next = await rotate(old.token.id, 'now')
    expect(Number(next.token.expiresAt) - Number(next.token.createdAt)).to.equal(7 * DAY)
  })

  it('T11 leaves behind what the account may no longer grant', async () => {
    const root = await rooms.createAccount('root', 'admin')
    const old = await rooms.tokens.mint(OPERATOR, {
      accountId: root.id,
      name: 'all',
      scopes: ['admin', 'tracker:read'],
    })
    await rooms.database.manager.query(`update account set role = 'member' where id = $1`, [root.id])
    const next = await rooms.tokens.rotate(OPERATOR, {
      accountId: root.id,
      tokenId: old.token.id,
      when: 'now',
    })
    expect(next.token.scopes).to.deep.equal(['tracker:read'])
  })

  it('is refused for a token that is revoked, expired, somebody else’s or unknown', async () => {
    const revoked = await mint()
    await rooms.tokens.revoke(OPERATOR, ada.id, revoked.token.id)
    expect(await failure(rotate(revoked.token.id, 'now'))).to.include({ code: 'token_not_active' })
    const expired = await mint({ expiry: { inDays: 1 } })
    rooms.clock.advance(DAY)
    expect(await failure(rotate(expired.token.id, 'now'))).to.include({ code: 'token_not_active' })
    const bob = await rooms.createAccount('bob')
    const foreign = await mint({ accountId: bob.id })
    expect(await failure(rotate(foreign.token.id, 'now'))).to.include({ code: 'token_not_found' })
    for (const id of ['0199aaaa-0000-7000-8000-000000000000', 'no id', '\u0000', '../x']) {
      expect(await failure(rotate(id, 'now'))).to.include({ code: 'token_not_found' })
    }
  })

  it('records who did it, on both tokens', async () => {
    const old = await mint()
    const next = await rotate(old.token.id, 'hour')
    expect((await rooms.tokens.history(old.token.id)).map(({ name }) => name)).to.deep.equal([
      'token.rotated',
      'token.minted',
    ])
    expect((await rooms.tokens.history(next.token.id))[0]?.data).to.deep.include({
      rotatedFrom: old.token.id,
    })
  })
})
