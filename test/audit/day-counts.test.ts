import { expect } from 'chai'
import { keepDayCounts, OPERATOR, readDayCounts, record } from '../../src/audit/index.ts'
import { DAY } from '../../src/lib/index.ts'
import { freshRooms } from '../support/server.ts'

describe('the counts of days', () => {
  it('are the same whether a day’s number is kept already or not', async () => {
    const rooms = await freshRooms()
    const { database, clock } = rooms
    const happen = async (name: 'token.minted' | 'token.revoked', times: number) => {
      for (let n = 0; n < times; n += 1) await record(database.manager, clock(), { name, by: OPERATOR })
    }
    await happen('token.minted', 2)
    clock.advance(3 * DAY)
    await happen('token.minted', 1)
    await happen('token.revoked', 3)
    const counted = await readDayCounts(rooms)
    expect(counted).to.have.length(30)
    expect(counted.at(-4)).to.include({ 'token.minted': 2, 'token.revoked': 0 })
    expect(counted.at(-1)).to.include({ 'token.minted': 1, 'token.revoked': 3 })

    await keepDayCounts(rooms)
    await keepDayCounts(rooms)
    expect(await readDayCounts(rooms)).to.deep.equal(counted)
    const kept: unknown[] = await database.manager.query('select name, count from audit_day_count')
    expect(kept, 'today is not over').to.deep.equal([{ name: 'token.minted', count: 2 }])
    await rooms.close()
  })
})
