import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { initialPolicy } from '../../src/assemble.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { DAY } from '../../src/lib/index.ts'
import type { NewToken } from '../../src/tokens/index.ts'
import { failure } from '../support/failure.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'

describe('what ended long ago', () => {
  let rooms: TestRooms
  let ada: Account
  const mint = (given: Partial<NewToken> = {}) =>
    rooms.tokens.mint(OPERATOR, { accountId: ada.id, name: 'ci', scopes: ['tracker:read'], ...given })
  const open = async (environment: Record<string, string> = {}) => {
    rooms = await freshRooms(environment)
    ada = await rooms.createAccount('ada')
  }
  const listed = async () => (await rooms.tokens.list(ada.id)).tokens.map(({ id }) => id)
  const eventsOf = async (tokenId: string) =>
    (await rooms.audit.list({ tokenId })).events.map(({ name }) => name)

  afterEach(() => rooms.close())

  it('is kept for ever where nobody says otherwise', async () => {
    await open()
    const { token } = await mint({ expiry: { inDays: 1 } })
    rooms.clock.advance(2_000 * DAY)
    await rooms.tokens.deleteOld()
    expect(await listed()).to.deep.equal([token.id])
  })

  it('is deleted once its time is over, and the audit log says so', async () => {
    await open({ PATMINT_TOKEN_RETENTION_DAYS: '100' })
    const expired = await mint({ name: 'expired', expiry: { inDays: 1 } })
    const revoked = await mint({ name: 'revoked' })
    await rooms.tokens.revoke(OPERATOR, ada.id, revoked.token.id)
    const living = await mint({ name: 'living', expiry: { inDays: 365 } })
    rooms.clock.advance(100 * DAY + 1_000)
    await rooms.tokens.deleteOld()
    expect(await listed()).to.have.members([expired, living].map(({ token }) => token.id))
    rooms.clock.advance(2 * DAY)
    await rooms.tokens.deleteOld()
    expect(await listed()).to.deep.equal([living.token.id])
    expect(await eventsOf(expired.token.id)).to.deep.equal(['token.deleted', 'token.minted'])
    expect(await failure(rooms.tokens.get(ada.id, expired.token.id))).to.include({ code: 'token_not_found' })
    expect(await rooms.tokens.resolve(expired.secret)).to.deep.equal({ active: false, reason: 'unknown' })
    expect((await rooms.tokens.resolve(living.secret)).active).to.equal(true)
  })

  it('leaves the one that took its place as it was', async () => {
    await open({ PATMINT_TOKEN_RETENTION_DAYS: '1' })
    const old = await mint({ expiry: { inDays: 300 } })
    const next = await rooms.tokens.rotate(OPERATOR, {
      accountId: ada.id,
      tokenId: old.token.id,
      when: 'now',
    })
    rooms.clock.advance(2 * DAY)
    await rooms.tokens.deleteOld()
    expect(await rooms.tokens.get(ada.id, next.token.id)).to.include({ name: 'ci', rotatedFrom: null })
    expect((await rooms.tokens.resolve(next.secret)).active).to.equal(true)
    expect(await listed()).to.deep.equal([next.token.id])
  })

  it('stays where only a policy ended it, which may give it back', async () => {
    await open({ PATMINT_TOKEN_RETENTION_DAYS: '1' })
    const { token, secret } = await mint({ expiry: { inDays: 300 } })
    await rooms.policies.change(OPERATOR, { ...initialPolicy(rooms.config), maxDays: 30 })
    rooms.clock.advance(40 * DAY)
    await rooms.tokens.deleteOld()
    expect(await rooms.tokens.resolve(secret)).to.include({ active: false, reason: 'policy' })
    expect(await listed()).to.deep.equal([token.id])
  })

  it('is use, after 90 days or as many as are asked for; the last one stays known', async () => {
    await open({ PATMINT_USAGE_RETENTION_DAYS: '40' })
    const { token } = await mint({ expiry: { inDays: 300 } })
    const use = async () => {
      rooms.tokens.touch({ tokenId: token.id, clientId: 'api', address: '203.0.113.7' })
      await rooms.tokens.flushUsage()
    }
    const days = async () => {
      const rows: { day: string }[] = await rooms.database.manager.query(
        'select day::text from token_usage order by day',
      )
      return rows.length
    }
    await use()
    rooms.clock.advance(40 * DAY)
    await use()
    await rooms.tokens.deleteOld()
    expect(await days()).to.equal(2)
    rooms.clock.advance(DAY)
    await rooms.tokens.deleteOld()
    expect(await days()).to.equal(1)
    rooms.clock.advance(90 * DAY)
    await rooms.tokens.deleteOld()
    expect(await days()).to.equal(0)
    expect((await rooms.tokens.get(ada.id, token.id)).lastUsedBy).to.equal('api')
  })

  it('is all found, however many there are', async () => {
    await open({ PATMINT_TOKEN_RETENTION_DAYS: '1', PATMINT_TOKENS_PER_ACCOUNT: '1000' })
    const { token } = await mint({ expiry: { inDays: 300 } })
    await rooms.database.manager.query(
      `insert into personal_access_token
              (id, secret_hash, hint, name, description, kind, account_id, made_by, scopes, networks, created_at, expires_at,
               retires_on_first_use)
       select gen_random_uuid(), sha256(n::text::bytea), 'abcd', 'old', '', 'personal', $1, 'operator', array['tracker:read'], '{}',
              $2::timestamptz, $2::timestamptz + interval '1 hour', false
         from generate_series(1, 1201) n`,
      [ada.id, rooms.clock()],
    )
    rooms.clock.advance(3 * DAY)
    await rooms.tokens.deleteOld()
    expect(await listed()).to.deep.equal([token.id])
  })

  it('is deleted some rows at a time, however many there are of one token', async () => {
    await open({ PATMINT_TOKEN_RETENTION_DAYS: '1', PATMINT_USAGE_RETENTION_DAYS: '40' })
    const living = await mint({ expiry: { inDays: 300 } })
    const ended = await mint({ expiry: { inDays: 50 } })
    const { manager } = rooms.database
    const use = (tokenId: string) =>
      manager.query(
        `insert into token_usage (token_id, day, client_id, address, count, last_at)
         select $1, $2::date, 'api', '10.0.' || n / 256 || '.' || n % 256, 1, $2 from generate_series(1, 2500) n`,
        [tokenId, rooms.clock().toISOString()],
      )
    await use(living.token.id)
    rooms.clock.advance(45 * DAY)
    // Not yet old, but its token will be.
    await use(ended.token.id)
    rooms.clock.advance(7 * DAY)
    await manager.query('create table deleted (rows bigint)')
    await manager.query(`create function note() returns trigger language plpgsql as
      'begin insert into deleted select count(*) from gone; return null; end'`)
    await manager.query(
      'create trigger note after delete on token_usage referencing old table as gone for each statement execute function note()',
    )
    await rooms.tokens.deleteOld()
    expect(await listed()).to.deep.equal([living.token.id])
    const [told] = await manager.query(
      'select max(rows)::int as most, sum(rows)::int as together from deleted',
    )
    expect(told).to.deep.equal({ most: 1_000, together: 5_000 })
  })
})
