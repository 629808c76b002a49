import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { type Actor, OPERATOR } from '../../src/audit/index.ts'
import { addMilliseconds, DAY } from '../../src/lib/index.ts'
import { watchLooks } from '../introspection/watch-looks.ts'
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

  it('comes in pages, in any order', async () => {
    const query = { order: 'name' } as const
    const first = await rooms.tokens.list(ada.id, query, { limit: 3 })
    expect(first.tokens.map(({ name }) => name)).to.deep.equal(['expired', 'Later 100%', 'revoked'])
    const second = await rooms.tokens.list(ada.id, query, { limit: 3, before: first.next ?? '' })
    expect(second).to.deep.include({ next: undefined, counts: first.counts })
    expect(second.tokens.map(({ name }) => name)).to.deep.equal(['soon'])
  })

  it('comes with what others have issued of late, as long as that lives', async () => {
    const grace = await rooms.createAccount('grace')
    const issued = async () => (await rooms.tokens.listOwn(grace.id)).issued.map(({ name }) => name)
    const mint = async (by: Actor, name: string) =>
      await rooms.tokens.mint(by, {
        accountId: grace.id,
        name,
        scopes: ['tracker:read'],
        expiry: { inDays: 30 },
      })
    await mint({ kind: 'account', id: grace.id }, 'her own')
    const { token } = await mint(OPERATOR, 'revoked')
    await mint(OPERATOR, 'issued')
    expect(await issued()).to.deep.equal(['issued', 'revoked'])
    await rooms.tokens.revoke(OPERATOR, grace.id, token.id)
    expect(await issued()).to.deep.equal(['issued'])
  })

  it('of more than 200 is neither counted nor sorted: a page of the newest is read', async () => {
    const eve = await rooms.createAccount('eve')
    const acme = await rooms.createOrganization('Acme', eve)
    await rooms.database.manager.query(
      `insert into personal_access_token (id, secret_hash, hint, name, description, kind, account_id, organization_id, made_by, scopes,
              networks, created_at, expires_at, retires_on_first_use)
       select gen_random_uuid(), sha256(int4send(n)), '0000', 'many ' || n, '', 'organization', $1, $2, 'operator', '{}', '{}', now(),
              now() + make_interval(days => n), false
         from generate_series(-300, 300) n`,
      [eve.id, acme.id],
    )
    for (const list of [
      (page: object) => rooms.tokens.list(eve.id, { filter: 'active' }, page),
      (page: object) => rooms.tokens.listOfPlace({ organizationId: acme.id }, { filter: 'active' }, page),
    ]) {
      expect((await list({})).tokens).to.have.length(25)
      const seen = new Set<string>()
      let before: string | undefined
      do {
        const page = await list({ limit: 100, ...(before && { before }) })
        expect(page.counts).to.equal(undefined)
        for (const { name } of page.tokens) seen.add(name)
        before = page.next
      } while (before !== undefined)
      expect(seen.size).to.equal(298)
    }
  })

  it('shows nobody else’s', async () => {
    const bob = await rooms.createAccount('bob')
    expect((await rooms.tokens.list(bob.id)).tokens).to.deep.equal([])
  })

  it('holds to the policies of the moment, which are read where they have changed or their time has come', async () => {
    const seen = watchLooks(rooms.database)
    const look = async () => {
      seen.length = 0
      const { tokens } = await rooms.tokens.list(ada.id, { search: 'later' })
      const statements = seen.map(({ name }) => name).filter((name) => name.startsWith('list-account'))
      return { statements, rule: tokens[0]?.policyEnd?.rule }
    }
    const known = ['list-account']
    const anew = ['list-account', 'list-account-anew']
    await look()
    expect(await look()).to.deep.equal({ statements: known, rule: undefined })
    const settings = { ...(await rooms.policies.instance()), maxDays: 60 }
    await rooms.policies.change(OPERATOR, settings, { enforcedFrom: addMilliseconds(rooms.clock(), DAY) })
    expect(await look()).to.deep.equal({ statements: anew, rule: undefined })
    expect(await look()).to.deep.equal({ statements: known, rule: undefined })
    rooms.clock.advance(DAY)
    expect(await look()).to.deep.equal({ statements: anew, rule: 'lifetime' })
    expect(await look()).to.deep.equal({ statements: known, rule: 'lifetime' })
  })
})
