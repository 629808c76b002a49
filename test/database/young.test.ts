import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect } from 'chai'
import { type Database, openDatabase } from '../../src/database/index.ts'
import { createLog } from '../../src/lib/index.ts'
import { freshDatabase } from '../support/database.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as (how: { type: 'minor' | 'major' }) => void

const ROUNDS = 200
/** About 100 kB. */
const SQL = `select repeat('x', 500) || n as text from generate_series(1, 200) n`

const bytesAmongOld = (): number =>
  getHeapSpaceStatistics()
    .filter(({ space_name: name }) => !name.startsWith('new'))
    .reduce((sum, { space_used_size: size }) => sum + size, 0)

describe('what was asked of the database and answered', () => {
  let drop: () => Promise<void>
  let database: Database

  before(async () => {
    const fresh = await freshDatabase()
    drop = fresh.drop
    const log = createLog({ level: 'fatal' })
    database = await openDatabase({ url: fresh.url, entities: [], poolSize: 2, log })
  })
  after(async () => {
    await database.close()
    await drop()
  })

  /** @returns bytes of each round that are still there when only the young were gone through */
  async function leave(ask: () => Promise<unknown>): Promise<number> {
    // The first times, it is compiled and learnt from.
    for (let round = 0; round < ROUNDS; round += 1) await ask()
    collect({ type: 'major' })
    const before = bytesAmongOld()
    for (let round = 1; round <= ROUNDS; round += 1) {
      await ask()
      // What survives two of these is old, as the very last answer may.
      if (round % 20 === 0) collect({ type: 'minor' })
    }
    return (bytesAmongOld() - before) / ROUNDS
  }

  it('does not outlive its request, where the pool was asked', async () => {
    expect(await leave(() => database.pool.query(SQL))).to.be.lessThan(20_000)
  })

  it('does not outlive its request, where a connection of a transaction was asked', async () => {
    expect(await leave(() => database.transaction((tx) => tx.query(SQL)))).to.be.lessThan(20_000)
  })
})
