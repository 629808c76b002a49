import { expect } from 'chai'
import { openPostgresCounter } from '../../src/rate-limit/postgres.ts'
import { freshRooms } from '../support/server.ts'

describe('counting in PostgreSQL', () => {
  it('gives each of those that come together a count of its own, on all nodes together', async () => {
    const { database } = await freshRooms()
    const [one, other] = [openPostgresCounter(database.pool), openPostgresCounter(database.pool)]
    const keys = Array.from({ length: 60 }, (_, n) => `key ${n % 3}`)
    const counts = await Promise.all(keys.map((key, n) => (n % 2 === 0 ? one : other).count(key)))
    for (const key of new Set(keys)) {
      const ofKey = counts.filter((_, n) => keys[n] === key).sort((a, b) => a - b)
      expect(ofKey, key).to.deep.equal(Array.from({ length: 20 }, (_, n) => n + 1))
    }
    await one.close()
    await other.close()
  })

  it('keeps the order in which they came', async () => {
    const { database } = await freshRooms()
    const counter = openPostgresCounter(database.pool)
    expect(await Promise.all(['a', 'b', 'a', 'a'].map(counter.count))).to.deep.equal([1, 1, 2, 3])
    await counter.close()
  })
})
