import { expect } from 'chai'
import { OPERATOR } from '../../src/audit/index.ts'
import { REVISION } from '../../src/tokens/revision.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'

describe('the revision of what decides about tokens', () => {
  let rooms: TestRooms
  beforeEach(async () => {
    rooms = await freshRooms()
  })
  afterEach(() => rooms.close())

  const revision = async (): Promise<string> => {
    const [row] = await rooms.database.manager.query<{ revision: string }[]>(`select ${REVISION} as revision`)
    return row?.revision ?? ''
  }
  const query = (text: string): Promise<unknown> => rooms.database.manager.query(text)

  for (const statement of [
    `update module set title = 'Other' where name = 'tracker'`,
    `delete from module where name = 'nothing'`,
    `insert into oauth_client (id, kind, name, auth_method, first_party, redirect_uris, grant_types, created_at)
     values ('other', 'application', 'Other', 'none', false, '{}', '{}', now())`,
    `update oauth_client set disabled_at = now()`,
    'truncate resource_server_module',
    'delete from policy',
  ]) {
    it(`is another one after “${statement.split(/ where|\n/)[0]}”, whoever sends it`, async () => {
      const before = await revision()
      await query(statement)
      expect(await revision()).not.to.equal(before)
    })
  }

  it('is the same whatever happens to tokens and accounts', async () => {
    const ada = await rooms.createAccount('ada')
    const before = await revision()
    const { token } = await rooms.tokens.mint(OPERATOR, {
      accountId: ada.id,
      name: 'ci',
      scopes: ['tracker:read'],
    })
    await rooms.tokens.revokeAny(OPERATOR, token.id, 'lost')
    expect(await revision()).to.equal(before)
  })

  it('is another one from the moment of the change on, also where a later change was there before it', async () => {
    const seen = new Set([await revision()])
    await rooms.database.transaction(async (tx) => {
      await tx.query(`update module set title = 'Slow' where name = 'tracker'`)
      expect(seen.has(await revision()), 'not yet').to.equal(true)
      await query(`update module set title = 'Quick' where name = 'documents'`)
      seen.add(await revision())
    })
    expect(seen.size).to.equal(2)
    expect(seen.has(await revision())).to.equal(false)
  })

  it('is never one that there was before, when many rows are made one', async () => {
    const seen = new Set<string>()
    for (let change = 0; change < 120; change += 1) {
      await query(`update module set title = 'Title ${change}' where name = 'tracker'`)
      seen.add(await revision())
    }
    await rooms.tokens.tidyChanges()
    expect(seen.has(await revision())).to.equal(false)
    expect((await revision()).startsWith('1 ')).to.equal(true)
    const tidied = await revision()
    await rooms.tokens.tidyChanges()
    expect(await revision(), 'nothing to do').to.equal(tidied)
  })
})
