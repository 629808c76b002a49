import { EventEmitter, once } from 'node:events'
import { expect } from 'chai'
import { repeat } from '../../src/lib/index.ts'

describe('what is repeated', () => {
  const pace = { everyMilliseconds: 3_600_000, soonMilliseconds: 1 }

  it('goes on soon while there is more, and rests then', async () => {
    const events = new EventEmitter()
    let count = 0
    const end = repeat(
      pace,
      async () => {
        count += 1
        if (count === 3) events.emit('third')
        return { hasMore: count < 3 }
      },
      () => {},
    )
    await once(events, 'third')
    await end()
    expect(count).to.equal(3)
  })

  it('ends after what is under way, though there is more, and tells what went wrong', async () => {
    const said: unknown[] = []
    let count = 0
    const end = repeat(
      pace,
      async () => {
        count += 1
        return { hasMore: true }
      },
      (error) => said.push(error),
    )
    await end()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(count).to.equal(1)
    const failing = repeat(
      pace,
      async () => {
        throw new Error('away')
      },
      (error) => said.push(error),
    )
    await failing()
    expect(said).to.have.length(1)
  })
})
