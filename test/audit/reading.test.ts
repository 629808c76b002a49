import { expect } from 'chai'
import { type AuditFilter, OPERATOR, record } from '../../src/audit/index.ts'
import { addMilliseconds, DAY, newId } from '../../src/lib/index.ts'
import { failure } from '../support/failure.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'

const START = new Date('2026-01-01T00:00:00Z')
const onDay = (day: number) => addMilliseconds(START, day * DAY)

describe('reading the audit log', () => {
  let rooms: TestRooms
  const id = { ada: '', tokenId: newId(), organizationId: newId() }
  /** Only what the tests write: making the rooms is recorded too. */
  const names = async (filter: AuditFilter) =>
    (await rooms.audit.list({ to: onDay(100), ...filter })).events.map(({ name }) => name)

  before(async () => {
    rooms = await freshRooms()
    id.ada = (await rooms.createAccount('ada', 'admin')).id
    const ada = { kind: 'account', id: id.ada, address: '203.0.113.7' } as const
    const { tokenId, organizationId } = id
    const write = (day: number, event: Parameters<typeof record>[2]) =>
      record(rooms.database.manager, onDay(day), event)
    await write(1, { name: 'token.minted', by: ada, tokenId, accountId: id.ada })
    await write(2, { name: 'membership.added', by: OPERATOR, organizationId })
    await write(3, { name: 'sign_in.failed', by: { kind: 'anonymous', address: '192.0.2.1' } })
    await write(4, { name: 'token.revoked', by: { kind: 'client', id: 'patmint' }, tokenId })
  })
  after(() => rooms.close())

  it('tells the newest first, with the names that people know actors and accounts by', async () => {
    const { events } = await rooms.audit.list({ to: onDay(100) })
    expect(events.map(({ name, by, account }) => [name, by.label, account])).to.deep.equal([
      ['token.revoked', 'Patmint', null],
      ['sign_in.failed', 'somebody who was not signed in', null],
      ['membership.added', 'an operator, on the command line', null],
      ['token.minted', 'ada@example.com', 'ada@example.com'],
    ])
  })

  it('filters by event and by group of events', async () => {
    expect(await names({ name: 'token.minted' })).to.deep.equal(['token.minted'])
    expect(await names({ name: 'token.' })).to.deep.equal(['token.revoked', 'token.minted'])
    expect(rooms.audit.names()).to.include('token.minted')
  })

  it('filters by who did it: an account by id or address, a client, a kind', async () => {
    expect(await names({ actor: id.ada })).to.deep.equal(['token.minted'])
    expect(await names({ actor: 'Ada@example.com' })).to.deep.equal(['token.minted'])
    expect(await names({ actor: 'patmint' })).to.deep.equal(['token.revoked'])
    expect(await names({ actor: 'operator' })).to.deep.equal(['membership.added'])
    expect(await names({ actor: 'nobody@example.com' })).to.deep.equal([])
  })

  it('filters by account, token, organization, address and time', async () => {
    expect(await names({ accountId: id.ada })).to.deep.equal(['token.minted'])
    expect(await names({ tokenId: id.tokenId })).to.deep.equal(['token.revoked', 'token.minted'])
    expect(await names({ organizationId: id.organizationId })).to.deep.equal(['membership.added'])
    expect(await names({ address: '192.0.2.1' })).to.deep.equal(['sign_in.failed'])
    expect(await names({ from: onDay(2), to: onDay(4) })).to.deep.equal([
      'sign_in.failed',
      'membership.added',
    ])
    expect(await names({ tokenId: id.tokenId, from: onDay(2) })).to.deep.equal(['token.revoked'])
  })

  for (const [field, filter] of Object.entries<AuditFilter>({
    name: { name: 'token' },
    actor: { actor: 'a\0b' },
    tokenId: { tokenId: 'x' },
    organizationId: { organizationId: "' or true --" },
    address: { address: 'x'.repeat(301) },
    from: { from: new Date('nonsense') },
  })) {
    it(`refuses a ${field} that is none, before the database is asked`, async () => {
      expect(await failure(rooms.audit.list(filter))).to.deep.include({ code: 'audit_filter_invalid', field })
    })
  }
})

describe('a long audit log', () => {
  const COUNT = 5_003
  let rooms: TestRooms

  before(async () => {
    rooms = await freshRooms()
    // Seven events a moment, to the microsecond, in no order of their ids.
    await rooms.database.manager.query(
      `insert into audit_event (id, at, name, actor_kind, data)
       select gen_random_uuid(), $1::timestamptz + (n / 7) * interval '3 microseconds', 'session.started', 'system', '{}'
         from generate_series(1, $2) n`,
      [START, COUNT],
    )
  })
  after(() => rooms.close())

  it('is read in pages that neither skip nor repeat an event, however many have the same time', async () => {
    const filter = { name: 'session.started' }
    const seen: string[] = []
    let before: string | undefined
    do {
      const page = await rooms.audit.list(filter, { limit: 500, ...(before === undefined ? {} : { before }) })
      seen.push(...page.events.map(({ id }) => id))
      before = page.next
    } while (before !== undefined)
    expect([seen.length, new Set(seen).size]).to.deep.equal([COUNT, COUNT])
  })

  it('looks at so many events for a page and no more, and goes on from there', async () => {
    const all = await rooms.audit.list({}, { limit: 100 })
    const wanted = all.events.filter(({ name }) => name.startsWith('account.')).map(({ id }) => id)
    const seen: string[] = []
    let before: string | undefined
    let pages = 0
    do {
      const page = await rooms.audit.list(
        { name: 'account.' },
        { mostLookedAt: 2, ...(before && { before }) },
      )
      seen.push(...page.events.map(({ id }) => id))
      before = page.next
      pages += 1
    } while (before !== undefined)
    expect(seen).to.deep.equal(wanted)
    expect(pages).to.be.greaterThan(all.events.length / 2)
  })

  it('is read as a stream: each event once, newest first', async () => {
    const seen: string[] = []
    for await (const { id } of rooms.audit.stream({ name: 'session.started' })) seen.push(id)
    const rows: { id: string }[] = await rooms.database.manager.query(
      `select id from audit_event where name = 'session.started' order by at desc, id desc`,
    )
    expect(seen).to.deep.equal(rows.map(({ id }) => id))
  })

  it('begins at the newest event where the cursor is none', async () => {
    const first = await rooms.audit.list({}, { limit: 2 })
    expect(await rooms.audit.list({}, { limit: 2, before: '../../etc' })).to.deep.equal(first)
  })
})
