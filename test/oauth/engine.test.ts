import { expect } from 'chai'
import { DAY } from '../../src/lib/index.ts'
import { createOauth } from '../../src/oauth/index.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'

describe('the engine', () => {
  let rooms: TestRooms
  before(async () => {
    rooms = await freshRooms()
  })
  after(() => rooms.close())

  it('starts without a warning', async () => {
    const said: unknown[][] = []
    const { info, warn, error, log } = console
    const hear = (...words: unknown[]) => void said.push(words)
    Object.assign(console, { info: hear, warn: hear, error: hear, log: hear })
    try {
      await createOauth(rooms)
    } finally {
      Object.assign(console, { info, warn, error, log })
    }
    expect(said).to.deep.equal([])
  })

  it('removes what expired more than a day ago, and nothing else', async () => {
    const insert = (id: string, expiresInDays: number | null) =>
      rooms.database.manager.query(
        `insert into oauth_model (model, id_hash, payload, created_at, expires_at)
         values ('AccessToken', $1, '{}', now(), $2)`,
        [Buffer.from(id), expiresInDays === null ? null : new Date(Date.now() + expiresInDays * DAY)],
      )
    await insert('long gone', -2)
    await insert('just gone', -0.5)
    await insert('alive', 1)
    await insert('for ever', null)
    await rooms.oauth.deleteExpired()
    const rows: { id_hash: Buffer }[] = await rooms.database.manager.query(
      'select id_hash from oauth_model order by 1',
    )
    expect(rows.map(({ id_hash: id }) => id.toString())).to.deep.equal(['alive', 'for ever', 'just gone'])
  })
})
