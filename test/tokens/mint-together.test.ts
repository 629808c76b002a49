import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { initialPolicy } from '../../src/assemble.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import type { Issued } from '../../src/tokens/issue.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'

describe('minting tokens that are asked for at once', () => {
  let rooms: TestRooms
  let people: Account[]
  const mint = (person: Account | undefined, more: object = {}) =>
    rooms.tokens.mint(OPERATOR, {
      accountId: person?.id ?? '',
      name: 'CI',
      scopes: ['tracker:read'],
      ...more,
    })

  beforeEach(async () => {
    rooms = await freshRooms({ PATMINT_TOKENS_PER_ACCOUNT: '3' })
    people = await Promise.all(['ada', 'ben', 'eve'].map((name) => rooms.createAccount(name)))
  })
  afterEach(() => rooms.close())

  const kept = (results: readonly PromiseSettledResult<Issued>[]) =>
    results.map((result) => (result.status === 'fulfilled' ? 'minted' : result.reason.code))

  it('writes them in one transaction, each with its own event', async () => {
    const [ada, ben, eve] = people
    const issued = await Promise.all([mint(ada), mint(ben, { name: 'Ben’s' }), mint(eve), mint(ada)])
    const rows: { xmin: string }[] = await rooms.database.manager.query(
      `select t.xmin::text, e.xmin = t.xmin as "isTogether" from personal_access_token t join audit_event e on e.token_id = t.id`,
    )
    expect(rows).to.have.length(4)
    expect(new Set(rows.map(({ xmin }) => xmin)).size).to.equal(1)
    for (const { token, secret } of issued) {
      const resolution = await rooms.tokens.resolve(secret)
      expect(resolution).to.have.nested.property('token.id', token.id)
      expect(await rooms.tokens.history(token.id)).to.have.length(1)
    }
    expect(issued.map(({ token }) => [token.accountEmail, token.name])).to.deep.include([
      'ben@example.com',
      'Ben’s',
    ])
  })

  it('refuses those that may not be, each in its own words, and mints the others', async () => {
    const [ada, ben, eve] = people
    await rooms.accounts.disable(OPERATOR, eve?.id ?? '')
    const wishes = [
      mint(ada),
      mint(ada, { name: '' }),
      mint(ben, { scopes: ['tracker:fly'] }),
      mint(ben),
      mint(eve),
      mint(undefined),
      mint(ada, { kind: 'organization' }),
      mint(ben, { resourceServers: ['nobody'] }),
    ]
    expect(kept(await Promise.allSettled(wishes))).to.deep.equal([
      'minted',
      'token_name_invalid',
      'scope_invalid',
      'minted',
      'account_disabled',
      'account_disabled',
      'token_kind_invalid',
      'resource_server_unknown',
    ])
  })

  it('stops at each account’s own limit', async () => {
    const [ada, ben] = people
    const wishes = [ada, ada, ben, ada, ada, ben, ada].map((person) => mint(person))
    const limit = 'token_limit_reached'
    expect(kept(await Promise.allSettled(wishes))).to.deep.equal([
      'minted',
      'minted',
      'minted',
      'minted',
      limit,
      'minted',
      limit,
    ])
  })

  it('mints the others where one form comes twice', async () => {
    const [ada, ben] = people
    const form = { formKey: 'one form' }
    const issued = await Promise.all([mint(ada, form), mint(ben), mint(ada, form)])
    expect(issued[0]?.token.id).to.equal(issued[2]?.token.id)
    const [{ count } = { count: 0 }] = await rooms.database.manager.query(
      'select count(*)::int from personal_access_token',
    )
    expect(count).to.equal(2)
  })

  it('goes by what is so when its turn comes: a disabled account, a stricter policy, a switch', async () => {
    const [ada, ben] = people
    const whileLocked = async (change: () => Promise<unknown>, wish: () => Promise<Issued>) => {
      let minted: Promise<PromiseSettledResult<Issued>[]> | undefined
      await rooms.database.transaction(async (tx) => {
        await tx.query('select from account where id = $1 for no key update', [ada?.id])
        minted = Promise.allSettled([wish()])
        await rooms.database.manager.query('select pg_sleep(0.05)')
        await change()
      })
      return kept((await minted) ?? [])
    }
    const policy = { ...initialPolicy(rooms.config), requireNetworks: true }
    const tightened = await whileLocked(
      () => rooms.policies.change(OPERATOR, policy),
      () => mint(ada),
    )
    expect(tightened).to.deep.equal(['token_networks_required'])
    const off = await whileLocked(
      () => rooms.clients.disable(OPERATOR, 'patmint'),
      () => mint(ada),
    )
    expect(off).to.deep.equal(['token_generation_off'])
    expect(kept(await Promise.allSettled([mint(ben)]))).to.deep.equal(['token_generation_off'])
  })
})
