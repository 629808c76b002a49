import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'

type Planned = { readonly name: string; readonly customPlans: number }

describe('the plans that PostgreSQL keeps', () => {
  let rooms: TestRooms
  let ada: Account
  before(async () => {
    rooms = await freshRooms()
    ada = await rooms.createAccount('ada')
  })
  after(() => rooms.close())

  /** What is asked one after the other takes the connection that was given back last. */
  async function listPlanned(): Promise<Planned[]> {
    const { rows: planned } = await rooms.database.pool.query<Planned>(
      'select name, custom_plans::int as "customPlans" from pg_prepared_statements order by name',
    )
    return planned
  }

  it('serve for one token as for many: nothing that is asked often is planned each time', async () => {
    for (let n = 0; n < 12; n += 1) {
      const { secret, token } = await rooms.tokens.mint(OPERATOR, {
        accountId: ada.id,
        name: 'ci',
        scopes: ['tracker:read'],
      })
      expect(await rooms.tokens.resolve(secret)).to.include({ active: true })
      await rooms.tokens.get(ada.id, token.id)
    }
    const planned = await listPlanned()
    expect(planned.map(({ name }) => name)).to.include.members([
      'insert-audit_event',
      'insert-personal_access_token',
      'lock-accounts',
      'look-at-minting-accounts',
      'read-tokens',
      'resolve-token',
    ])
    expect(planned.filter(({ customPlans }) => customPlans > 5)).to.deep.equal([])
  })
})
