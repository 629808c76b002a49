import { expect } from 'chai'
import { memoize } from '../../src/lib/index.ts'

describe('what is worked out once', () => {
  it('is worked out once for each key', () => {
    const asked: string[] = []
    const length = memoize(10, (text: string) => asked.push(text) && text.length)
    expect([length('a'), length('bb'), length('a')]).to.deep.equal([1, 2, 1])
    expect(asked).to.deep.equal(['a', 'bb'])
  })

  it('is forgotten where there is too much of it', () => {
    let asked = 0
    const count = memoize(2, (key: number) => {
      asked += 1
      return key
    })
    for (const key of [1, 2, 3, 1]) count(key)
    expect(asked).to.equal(4)
  })
})
