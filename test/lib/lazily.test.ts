import { expect } from 'chai'
import { lazily } from '../../src/lib/index.ts'

describe('what is made lazily', () => {
  it('is made when it is first wanted, and once for all who want it', async () => {
    let count = 0
    const get = lazily(async () => ++count)
    expect(count).to.equal(0)
    expect(await Promise.all([get(), get()])).to.deep.equal([1, 1])
    expect(await get()).to.equal(1)
  })

  it('is tried again where it failed', async () => {
    let count = 0
    const get = lazily(async () => {
      if (++count === 1) throw new Error('not this time')
      return count
    })
    const outcomes = await Promise.allSettled([get(), get()])
    expect(outcomes.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected'])
    expect(await get()).to.equal(2)
  })
})
