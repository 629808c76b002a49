import { expect } from 'chai'
import { type Gathered, gather, type Outcome, settle } from '../../src/database/index.ts'
import { ProductError } from '../../src/lib/index.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'

class Refused extends ProductError {
  readonly code = 'refused'
  readonly kind = 'invalid'
}

describe('doing together what is asked for at once', () => {
  let rooms: TestRooms
  /** Writes a name, `no` is refused, and by the database one that is too long or taken. Answers in which transaction. */
  let names: Gathered<string, string>
  /** How many came together, transaction by transaction. */
  let sizes: number[]

  before(async () => {
    rooms = await freshRooms()
    await rooms.database.manager.query('create table named (name varchar(63) not null unique)')
  })
  beforeEach(async () => {
    sizes = []
    await rooms.database.manager.query('truncate named')
    const limits = { size: 8, connections: 1, mostWaiting: 100, patienceMilliseconds: 60_000 }
    names = gather(rooms.database, limits, async (tx, wishes): Promise<Outcome<string>[]> => {
      sizes.push(wishes.length)
      const decided = []
      for (const name of wishes) {
        const decide = async () => {
          if (name === 'no') throw new Refused('no')
          return name
        }
        decided.push(await settle(decide))
      }
      const kept = decided.flatMap((one) => ('answer' in one ? [one.answer] : []))
      const [row] = await tx.query(
        `with written as (insert into named select unnest($1::text[])) select txid_current()::text as id`,
        [kept],
      )
      return decided.map((one) => ('answer' in one ? { answer: row.id } : one))
    })
  })
  afterEach(() => names.close())
  after(() => rooms.close())

  const ask = (wishes: readonly string[]) => Promise.allSettled(wishes.map((wish) => names.ask(wish)))
  const written = async () => (await rooms.database.manager.query('select name from named')).length

  it('takes one transaction for them, as many as go into one', async () => {
    const results = await ask(Array.from({ length: 12 }, (_, n) => `name ${n}`))
    const transactions = results.map((result) => (result.status === 'fulfilled' ? result.value : 'none'))
    expect(sizes).to.deep.equal([8, 4])
    expect(new Set(transactions).size).to.equal(2)
    expect(await written()).to.equal(12)
  })

  it('refuses one of them, and does the others', async () => {
    const results = await ask(['one', 'no', 'three'])
    expect(results.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled'])
    expect(results[1]).to.have.nested.property('reason.code', 'refused')
    expect([sizes, await written()]).to.deep.equal([[3], 2])
  })

  it('does each by itself where the database refuses a statement of all, so that nobody fails for another', async () => {
    const results = await ask(['one', 'x'.repeat(64), 'no', 'one', 'five'])
    expect(results.map(({ status }) => status)).to.deep.equal([
      'fulfilled',
      'rejected',
      'rejected',
      'rejected',
      'fulfilled',
    ])
    expect([sizes, await written()]).to.deep.equal([[5, 1, 1, 1, 1, 1], 2])
  })
})
