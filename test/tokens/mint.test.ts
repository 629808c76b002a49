import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { DAY } from '../../src/lib/index.ts'
import { failure } from '../support/failure.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'

describe('minting a token', () => {
  let rooms: TestRooms
  let ada: Account
  const fields = () => ({ accountId: ada.id, name: 'CI deploy', scopes: ['tracker:write', 'documents:read'] })

  before(async () => {
    rooms = await freshRooms({ PATMINT_TOKENS_PER_ACCOUNT: '20' })
    ada = await rooms.createAccount('ada')
  })
  after(() => rooms.close())

  it('gives a secret that resolves, for 30 days unless another expiry is chosen', async () => {
    const { token, secret } = await rooms.tokens.mint(OPERATOR, fields())
    expect(token).to.include({ name: 'CI deploy', kind: 'personal', hint: secret.slice(-4), revokedAt: null })
    expect(Number(token.expiresAt) - Number(token.createdAt)).to.equal(30 * DAY)
    const resolved = await rooms.tokens.resolve(secret)
    expect(resolved).to.deep.include({
      active: true,
      scopes: ['documents:read', 'tracker:read', 'tracker:write'],
    })
  })

  it('T5 keeps the SHA-256 and the hint, and nothing else of the secret', async () => {
    const { token, secret } = await rooms.tokens.mint(OPERATOR, fields())
    const [row] = await rooms.database.manager.query('select * from personal_access_token where id = $1', [
      token.id,
    ])
    const { createHash } = await import('node:crypto')
    expect(row.secret_hash.equals(createHash('sha256').update(secret).digest())).to.equal(true)
    const texts = JSON.stringify({ ...row, secret_hash: null })
    expect(texts).to.include(secret.slice(-4)).and.not.include(secret.slice(4, 12))
  })

  it('T6 is looked up through a unique index', async () => {
    const plan: { 'QUERY PLAN': string }[] = await rooms.database.transaction(async (tx) => {
      await tx.query('set local enable_seqscan = off')
      return await tx.query('explain select id from personal_access_token where secret_hash = $1', [
        Buffer.alloc(32),
      ])
    })
    expect(JSON.stringify(plan)).to.include('personal_access_token_secret_hash_key')
  })

  it('writes an audit event that holds no secret, in the same transaction', async () => {
    const { token } = await rooms.tokens.mint({ kind: 'account', id: ada.id, address: '192.0.2.7' }, fields())
    const [event] = await rooms.tokens.history(token.id)
    expect(event).to.deep.include({ name: 'token.minted', address: '192.0.2.7' })
    expect(event?.by).to.deep.include({ kind: 'account', label: 'ada@example.com' })
  })

  const badExpiries: [string, object | 'never'][] = [
    ['zero days', { inDays: 0 }],
    ['a negative number of days', { inDays: -1 }],
    ['NaN', { inDays: Number.NaN }],
    ['1e308 days', { inDays: 1e308 }],
    ['half a day', { inDays: 0.5 }],
    ['366 days', { inDays: 366 }],
    ['a past date', { on: '2020-01-01' }],
    ['the year 10000', { on: '10000-01-01' }],
    ['the year 9999', { on: '9999-12-31' }],
    ['a day that is not in the calendar', { on: '2027-02-30' }],
    ['never, unless the operator allows it', 'never'],
  ]
  for (const [words, expiry] of badExpiries) {
    it(`T10 refuses ${words} as expiry, beside its field`, async () => {
      const error = await failure(rooms.tokens.mint(OPERATOR, { ...fields(), expiry: expiry as 'never' }))
      expect(error).to.include({ kind: 'invalid', field: 'expires' })
    })
  }

  it('T10 takes the last allowed day, which ends with the limit', async () => {
    const limit = new Date(rooms.clock().getTime() + 365 * DAY)
    const on = limit.toISOString().slice(0, 10)
    const { token } = await rooms.tokens.mint(OPERATOR, { ...fields(), expiry: { on } })
    expect(Number(token.expiresAt))
      .to.be.at.most(limit.getTime() + 60_000)
      .and.above(limit.getTime() - DAY)
  })

  const badScopes: [string, string[]][] = [
    ['none', []],
    ['an unknown one', ['tracker:fly']],
    ['one twice', ['tracker:read', 'tracker:read']],
    ['one in other case', ['Tracker:read']],
    ['an empty one', ['']],
    ['one of oidc-provider', ['openid']],
  ]
  for (const [words, scopes] of badScopes) {
    it(`T11 refuses scopes with ${words}`, async () => {
      expect(await failure(rooms.tokens.mint(OPERATOR, { ...fields(), scopes }))).to.include({
        code: 'scope_invalid',
        field: 'scopes',
      })
    })
  }

  it('T11 lets nobody grant admin who is not one', async () => {
    const admin = await rooms.createAccount('root', 'admin')
    const scopes = ['admin']
    expect(await failure(rooms.tokens.mint(OPERATOR, { ...fields(), scopes }))).to.include({
      code: 'scope_not_allowed',
    })
    const { secret } = await rooms.tokens.mint(OPERATOR, { ...fields(), accountId: admin.id, scopes })
    expect(await rooms.tokens.resolve(secret)).to.nested.include({ active: true, 'scopes[0]': 'admin' })
    await rooms.database.manager.query(`update account set role = 'member' where id = $1`, [admin.id])
    expect(await rooms.tokens.resolve(secret)).to.deep.include({ active: true, scopes: [] })
  })

  const names: [string, string, boolean][] = [
    ['emoji', '🚀 deploy 👩‍💻', true],
    ['100 characters', 'é'.repeat(100), true],
    ['HTML', '<script>alert(1)</script>', true],
    ['nothing', '', false],
    ['only spaces', '   ', false],
    ['101 characters', 'a'.repeat(101), false],
    ['10,000 characters', 'a'.repeat(10_000), false],
    ['a NUL', 'a\u0000b', false],
    ['a right-to-left override', 'a\u202eb', false],
    ['a zero-width space', 'a\u200bb', false],
    ['half a character', 'a\ud800', false],
  ]
  for (const [words, name, good] of names) {
    it(`T9 ${good ? 'takes' : 'refuses'} a name of ${words}`, async () => {
      const minted = rooms.tokens.mint(OPERATOR, { ...fields(), name })
      if (good) expect((await minted).token.name).to.equal(name.normalize('NFC'))
      else expect(await failure(minted)).to.include({ code: 'token_name_invalid', field: 'name' })
    })
  }

  it('mints one token for a form that is sent three times at once, and its secret works', async () => {
    const before = (await rooms.tokens.list(ada.id)).counts?.active
    const send = () => rooms.tokens.mint(OPERATOR, { ...fields(), name: 'double click', formKey: 'one form' })
    const answers = await Promise.all([send(), send(), send()])
    expect((await rooms.tokens.list(ada.id)).counts?.active).to.equal((before ?? 0) + 1)
    const living = await Promise.all(answers.map(({ secret }) => rooms.tokens.resolve(secret)))
    expect(living.filter(({ active }) => active)).to.have.length(1)
    const winner = answers[living.findIndex(({ active }) => active)]
    expect(await rooms.tokens.reveal(winner?.token.id ?? '', winner?.secret ?? '')).to.equal(true)
    expect(await rooms.tokens.reveal(winner?.token.id ?? '', winner?.secret ?? '')).to.equal(false)
    expect(await failure(send())).to.include({ code: 'token_already_minted' })
  })

  it('refuses while the internal client is off, and existing tokens keep working', async () => {
    const { secret } = await rooms.tokens.mint(OPERATOR, fields())
    await rooms.clients.disable(OPERATOR, 'patmint')
    expect(await failure(rooms.tokens.mint(OPERATOR, fields()))).to.include({ code: 'token_generation_off' })
    await rooms.clients.ensureInternal(OPERATOR)
    expect(await rooms.clients.isMintingOn()).to.equal(false)
    expect(await rooms.tokens.resolve(secret)).to.include({ active: true })
    await rooms.clients.enable(OPERATOR, 'patmint')
    await rooms.tokens.mint(OPERATOR, fields())
  })

  it('stops at the limit of active tokens, however many ask at once', async () => {
    const bob = await rooms.createAccount('bob')
    const mint = () => rooms.tokens.mint(OPERATOR, { ...fields(), accountId: bob.id })
    const results = await Promise.allSettled(Array.from({ length: 25 }, mint))
    expect(results.filter(({ status }) => status === 'fulfilled')).to.have.length(20)
    const { tokens } = await rooms.tokens.list(bob.id)
    await rooms.tokens.revoke(OPERATOR, bob.id, tokens[0]?.id ?? '')
    await mint()
  })

  it('refuses for a disabled account', async () => {
    const eve = await rooms.createAccount('eve')
    await rooms.database.manager.query('update account set disabled_at = now() where id = $1', [eve.id])
    expect(await failure(rooms.tokens.mint(OPERATOR, { ...fields(), accountId: eve.id }))).to.include({
      code: 'account_disabled',
    })
  })
})
