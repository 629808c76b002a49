import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { DAY } from '../../src/lib/index.ts'
import type { NewToken } from '../../src/tokens/index.ts'
import { tokenState } from '../../src/tokens/index.ts'
import { failure } from '../support/failure.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'

describe('tightening the policy', () => {
  let rooms: TestRooms
  let ada: Account

  beforeEach(async () => {
    rooms = await freshRooms()
    ada = await rooms.createAccount('ada')
  })
  afterEach(() => rooms.close())

  const mint = (more: Partial<NewToken> = {}) =>
    rooms.tokens.mint(OPERATOR, { accountId: ada.id, name: 'ci', scopes: ['tracker:read'], ...more })
  const stateOf = async (secret: string) => {
    const resolution = await rooms.tokens.resolve(secret)
    return resolution.active ? 'active' : resolution.reason
  }
  const change = async (to: object, options?: { enforcedFrom?: Date }) =>
    await rooms.policies.change(OPERATOR, { ...(await rooms.policies.instance()), ...to }, options)
  const draft = async (to: object, enforcedFrom?: Date) => {
    const settings = rooms.policies.parse({ ...(await rooms.policies.instance()), ...to })
    const when = enforcedFrom === undefined ? {} : { enforcedFrom }
    return await rooms.tokens.findNonCompliant({ organizationId: null, settings, ...when })
  }

  it('ends a token at the longest lifetime, counted from when it was minted; loosening it gives it back', async () => {
    const { token, secret } = await mint({ expiry: { inDays: 300 } })
    rooms.clock.advance(40 * DAY)
    await change({ maxDays: 60 })
    expect(await stateOf(secret)).to.equal('active')
    const shown = await rooms.tokens.get(ada.id, token.id)
    expect(shown.policyEnd).to.deep.equal({
      rule: 'lifetime',
      at: new Date(token.createdAt.getTime() + 60 * DAY),
    })
    rooms.clock.advance(20 * DAY)
    expect(await stateOf(secret)).to.equal('policy')
    expect(tokenState(await rooms.tokens.get(ada.id, token.id), rooms.clock())).to.equal('expired')
    await change({ maxDays: 365 })
    expect(await stateOf(secret)).to.equal('active')
  })

  it('does not count what it has ended towards the number of tokens that an account may have', async () => {
    await change({ tokensPerAccount: 2, maxIdleDays: 10 })
    const [used] = [await mint(), await mint()]
    expect(await failure(mint())).to.include({ code: 'token_limit_reached' })
    rooms.clock.advance(9 * DAY)
    rooms.tokens.touch({ tokenId: used.token.id, clientId: 'api', address: '203.0.113.7' })
    await rooms.tokens.flushUsage()
    rooms.clock.advance(1 * DAY)
    expect((await rooms.tokens.mintOptions(ada.id)).activeTokens).to.equal(1)
    expect(await stateOf((await mint()).secret)).to.equal('active')
    expect(await failure(mint())).to.include({ code: 'token_limit_reached' })
  })

  it('ends tokens that never expire, at the longest lifetime', async () => {
    await change({ allowNever: true })
    const { token, secret } = await mint({ expiry: 'never' })
    expect(token.expiresAt).to.equal(null)
    await change({ allowNever: false })
    const resolution = await rooms.tokens.resolve(secret)
    expect(resolution.active && resolution.token.expiresAt?.getTime()).to.equal(
      token.createdAt.getTime() + 365 * DAY,
    )
    rooms.clock.advance(365 * DAY)
    expect(await stateOf(secret)).to.equal('policy')
  })

  it('ends a token that nobody used for too long, and not one that somebody did', async () => {
    await change({ maxIdleDays: 10 })
    const [used, unused] = [await mint(), await mint()]
    rooms.clock.advance(9 * DAY)
    rooms.tokens.touch({ tokenId: used.token.id, clientId: 'api', address: '203.0.113.7' })
    await rooms.tokens.flushUsage()
    rooms.clock.advance(1 * DAY)
    expect(await stateOf(used.secret)).to.equal('active')
    expect(await stateOf(unused.secret)).to.equal('policy')
    rooms.clock.advance(9 * DAY)
    expect(await stateOf(used.secret)).to.equal('policy')
  })

  it('stops kinds that are not allowed, and tokens without networks where they are required', async () => {
    const acme = await rooms.createOrganization('Acme', ada)
    const place = { kind: 'organization' as const, organizationId: acme.id }
    const ofAcme = await mint(place)
    const [open, closed] = [await mint(), await mint({ networks: ['203.0.113.0/24'] })]
    await change({ kinds: ['personal'] })
    expect(await stateOf(ofAcme.secret)).to.equal('policy')
    expect(await failure(mint(place))).to.include({ code: 'token_kind_not_allowed', field: 'kind' })
    await change({ requireNetworks: true })
    expect([await stateOf(open.secret), await stateOf(closed.secret)]).to.deep.equal(['policy', 'active'])
    expect(await failure(mint())).to.include({ code: 'token_networks_required', field: 'networks' })
    expect(await failure(rooms.tokens.edit(OPERATOR, ada.id, closed.token.id, { networks: [] }))).to.include({
      code: 'token_networks_required',
    })
  })

  it('of an organization holds for its tokens and its members’ personal ones, and for nobody else’s', async () => {
    const acme = await rooms.createOrganization('Acme', ada)
    const mia = await rooms.createAccount('mia')
    const [own, foreign] = [await mint(), await mint({ accountId: mia.id })]
    const ofAcme = await mint({ kind: 'organization', organizationId: acme.id })
    await rooms.policies.changeOrganization(OPERATOR, acme.id, { maxDays: 5, defaultDays: 5 })
    rooms.clock.advance(6 * DAY)
    expect(await stateOf(own.secret)).to.equal('policy')
    expect(await stateOf(ofAcme.secret)).to.equal('policy')
    expect(await stateOf(foreign.secret)).to.equal('active')
    expect(await failure(mint({ expiry: { inDays: 6 } }))).to.include({ code: 'token_lifetime_too_long' })
  })

  it('deletes nothing: it says beforehand which tokens no longer comply, and from when they stop', async () => {
    const long = await mint({ name: 'long', expiry: { inDays: 300 } })
    await mint({ name: 'short', expiry: { inDays: 7 } })
    rooms.clock.advance(1 * DAY)
    const found = await draft({ maxDays: 90 })
    expect(found).to.include({ total: 1, stoppingNow: 0 })
    expect(found.tokens[0]?.token.name).to.equal('long')
    expect(found.tokens[0]?.end).to.deep.equal({
      rule: 'lifetime',
      at: new Date(long.token.createdAt.getTime() + 90 * DAY),
    })
    expect(await draft({ requireNetworks: true })).to.include({ total: 2, stoppingNow: 2 })
    expect(await draft({ maxIdleDays: 30 })).to.include({ total: 0 })
    const later = new Date(rooms.clock().getTime() + 2 * DAY)
    const announced = await draft({ requireNetworks: true }, later)
    expect(announced.tokens[0]?.end.at).to.deep.equal(later)
    await change({ requireNetworks: true }, { enforcedFrom: later })
    expect(await stateOf(long.secret)).to.equal('active')
    rooms.clock.advance(2 * DAY)
    expect(await stateOf(long.secret)).to.equal('policy')
    expect((await rooms.tokens.list(ada.id)).tokens).to.have.length(2)
  })

  it('says so too where the idle end that is in force, or comes with it, is nearer', async () => {
    await mint({ name: 'long', expiry: { inDays: 300 } })
    expect(await draft({ maxDays: 90, maxIdleDays: 30 })).to.include({ total: 1 })
    await change({ maxIdleDays: 30 })
    expect(await draft({ maxDays: 90 })).to.include({ total: 1, stoppingNow: 0 })
    rooms.clock.advance(20 * DAY)
    expect(await draft({ maxIdleDays: 10 })).to.include({ total: 1, stoppingNow: 1 })
  })

  it('says which tokens go on and can do less: under the roles and organizations that they are under', async () => {
    const root = await rooms.createAccount('root', 'admin')
    const acme = await rooms.createOrganization('Acme', ada)
    const mia = await rooms.createAccount('mia')
    await mint({ name: 'own', scopes: ['tracker:write', 'documents:read'] })
    await mint({ name: 'other', accountId: mia.id, scopes: ['tracker:write'], networks: ['203.0.113.7'] })
    await mint({ name: 'root', accountId: root.id, scopes: ['tracker:write'] })
    const narrowedBy = async (found: ReturnType<typeof draft>) =>
      (await found).narrowed.tokens.map(({ token, lostScopes, fewerNetworks }) => [
        token.name,
        ...lostScopes,
        fewerNetworks,
      ])
    expect(await narrowedBy(draft({ memberScopes: ['*:read'] }))).to.deep.equal([
      ['own', 'tracker:write', false],
      ['other', 'tracker:write', false],
    ])
    expect(await narrowedBy(draft({ memberScopes: ['tracker:*', 'documents:*'] }))).to.deep.equal([])
    expect(await narrowedBy(draft({ networks: ['203.0.113.0/24', '2001:db8::/32'] }))).to.deep.equal([
      ['own', true],
      ['root', true],
    ])
    const settings = await rooms.policies.parseLimits({ scopes: ['documents:*'], networks: ['10.0.0.0/8'] })
    const ofAcme = { organizationId: acme.id, settings }
    expect(await narrowedBy(rooms.tokens.findNonCompliant(ofAcme))).to.deep.equal([
      ['own', 'tracker:read', 'tracker:write', true],
    ])
    await change({ networks: ['10.1.0.0/16'] })
    expect((await rooms.tokens.findNonCompliant(ofAcme)).narrowed).to.deep.include({
      total: 1,
      losingScopes: 1,
      scopes: ['tracker:read', 'tracker:write'],
      losingNetworks: 0,
    })
    expect((await draft({ memberScopes: [], kinds: ['workspace'] })).narrowed.total).to.equal(0)
  })

  it('counts the live tokens that would lose a scope, a place or a resource server', async () => {
    await mint({ scopes: ['tracker:write'] })
    await mint({ scopes: ['documents:read'] })
    expect(await rooms.tokens.countLiveWith({ scopes: ['tracker:read'] })).to.equal(1)
    expect(await rooms.tokens.countLiveWith({ scopes: ['drive:read'] })).to.equal(0)
  })

  it('lets what the policy has ended be revoked, so that loosening does not bring it back', async () => {
    const { token, secret } = await mint()
    await change({ requireNetworks: true })
    await rooms.tokens.revoke(OPERATOR, ada.id, token.id)
    await change({ requireNetworks: false })
    expect(await stateOf(secret)).to.equal('revoked')
  })

  describe('seen beforehand on a page', () => {
    const preview = async (to: object, organizationId: string | null = null) => {
      const settings = organizationId === null ? { ...(await rooms.policies.instance()), ...to } : to
      return await rooms.tokens.previewPolicy({ organizationId, settings }, [rooms.clock()])
    }
    /** Tokens of 200 days, without asking each for a secret. */
    const fill = async (accountId: string, count: number) =>
      await rooms.database.manager.query(
        `insert into personal_access_token (id, secret_hash, hint, name, description, kind, account_id, made_by, scopes, networks,
                created_at, expires_at, retires_on_first_use)
         select gen_random_uuid(), sha256(uuid_send(gen_random_uuid())), 'abcd', 'ci', '', 'personal', $1, 'operator',
                '{tracker:read}', '{}', $2, $2::timestamptz + interval '200 days', false from generate_series(1, $3::int) n`,
        [accountId, rooms.clock(), count],
      )

    it('is the whole truth where there are few tokens', async () => {
      const acme = await rooms.createOrganization('Acme')
      const bob = await rooms.createAccount('bob')
      await rooms.organizations.addMember(OPERATOR, {
        organizationId: acme.id,
        accountId: bob.id,
        role: 'member',
      })
      await fill(ada.id, 3)
      await fill(bob.id, 2)
      await mint({ scopes: ['tracker:write'] })
      const instance = await rooms.policies.instance()
      for (const [to, organizationId] of [
        [{ maxDays: 60 }, null],
        [{ requireNetworks: true }, null],
        [{ maxIdleDays: 5 }, null],
        [{ memberScopes: ['tracker:read'] }, null],
        [{ networks: ['203.0.113.0/24'] }, null],
        [{ maxDays: 60 }, acme.id],
        [{ scopes: ['documents:*'] }, acme.id],
      ] as const) {
        const { isAll, found } = await preview(to, organizationId)
        const settings = organizationId === null ? { ...instance, ...to } : to
        const all = await rooms.tokens.findNonCompliant({ organizationId, settings })
        const ids = (one: typeof all) => [
          new Set(one.tokens.map(({ token }) => token.id)),
          new Set(one.narrowed.tokens.map(({ token }) => token.id)),
        ]
        expect(isAll, JSON.stringify(to)).to.equal(true)
        expect(found.map(ids), JSON.stringify(to)).to.deep.equal([ids(all)])
      }
      expect((await preview({ maxDays: 60 })).found[0]).to.include({ total: 5, stoppingNow: 0 })
      expect((await preview({ maxDays: 60 }, acme.id)).found[0]).to.include({ total: 2 })
    })

    it('says that there may be more where there are too many to look at, and asks nothing where nobody loses', async () => {
      await fill(ada.id, 300)
      const stricter = await preview({ maxDays: 60 })
      expect(stricter.isAll).to.equal(false)
      expect(stricter.found[0]).to.include({ total: 250 })
      const all = await draft({ maxDays: 60 })
      expect(all.total).to.equal(300)
      await fill(ada.id, 9_800)
      // None of those that were looked at fails, and not all of them were.
      const rare = await preview({ maxDays: 250 })
      expect(rare).to.have.nested.property('found[0].total', 0)
      expect(rare.isAll).to.equal(false)
      expect(await preview({ tokensPerAccount: 7, maxDays: 366 })).to.include({ isAll: true })
    })
  })
})
