import { expect } from 'chai'
import { afterCommit, within } from '../../src/database/index.ts'
import { failure } from '../support/failure.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'

describe('what waits for a commit', () => {
  let rooms: TestRooms
  let done: string[]
  before(async () => {
    rooms = await freshRooms()
  })
  beforeEach(() => {
    done = []
  })
  after(() => rooms.close())

  it('is done after it, in order, and not before', async () => {
    await rooms.database.transaction(async (tx) => {
      afterCommit(tx, () => done.push('first'))
      afterCommit(tx, () => done.push('second'))
      expect(done).to.deep.equal([])
    })
    expect(done).to.deep.equal(['first', 'second'])
  })

  it('is not done where the transaction is rolled back', async () => {
    const failing = rooms.database.transaction(async (tx) => {
      afterCommit(tx, () => done.push('never'))
      throw new Error('no')
    })
    await failure(failing)
    expect(done).to.deep.equal([])
  })

  it('goes with the savepoint that it was in', async () => {
    await rooms.database.transaction(async (tx) => {
      const inside = within(rooms.database, tx)
      await inside.transaction(async (deeper) => afterCommit(deeper, () => done.push('kept')))
      const undone = inside.transaction(async (deeper) => {
        afterCommit(deeper, () => done.push('undone'))
        throw new Error('no')
      })
      await failure(undone)
      expect(done).to.deep.equal([])
    })
    expect(done).to.deep.equal(['kept'])
  })

  it('is done at once where there is no transaction', () => {
    afterCommit(rooms.database.manager, () => done.push('now'))
    expect(done).to.deep.equal(['now'])
  })
})
