import { expect } from 'chai'
import { failure } from '../support/failure.ts'
import { freshRooms } from '../support/server.ts'

describe('the audit log', () => {
  it('W11 is append-only, even for the database user that writes it', async () => {
    const rooms = await freshRooms()
    for (const statement of [
      'update audit_event set name = $1',
      'delete from audit_event where name <> $1',
    ]) {
      expect(String(await failure(rooms.database.manager.query(statement, ['x'])))).to.include('append-only')
    }
    await rooms.close()
  })
})
