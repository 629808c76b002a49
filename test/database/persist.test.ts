import { expect } from 'chai'
import { DatabaseUnavailable, persist } from '../../src/database/index.ts'
import { failure } from '../support/failure.ts'

describe('what a start still has to do', () => {
  const failing = (error: Error, times: number) => {
    let tries = 0
    return async () => {
      tries += 1
      if (tries <= times) throw error
      return tries
    }
  }

  it('is tried again while the database does not answer', async () => {
    expect(await persist(failing(new DatabaseUnavailable('cut off'), 2))).to.equal(3)
    expect(await persist(failing(Object.assign(new Error('cut off'), { code: '57P01' }), 1))).to.equal(2)
  })

  it('is not where something else is wrong', async () => {
    const wrong = new Error('a statement that is wrong')
    expect(await failure(persist(failing(wrong, 1)))).to.equal(wrong)
  })
})
