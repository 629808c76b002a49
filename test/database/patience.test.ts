import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import type { Client } from 'pg'
import {
  type Database,
  DatabaseUnavailable,
  isDatabaseFault,
  openDatabase,
  unhurried,
  withPatience,
} from '../../src/database/index.ts'
import { createLog } from '../../src/lib/index.ts'
import { emptyDatabase } from '../support/database.ts'

describe('patience with the database', () => {
  let url: string
  let drop: () => Promise<void>
  let database: Database
  before(async () => {
    ;({ url, drop } = await emptyDatabase())
    database = await openDatabase({
      url,
      entities: [],
      poolSize: 2,
      log: createLog({ level: 'silent' }),
    })
  })
  after(async () => {
    await database.close()
    await drop()
  })

  const failure = (work: () => Promise<unknown>): Promise<unknown> =>
    work().then(
      () => expect.fail('it was not given up'),
      (error: unknown) => error,
    )
  const pidOf = async (client: Pick<Client, 'query'>): Promise<number> =>
    (await client.query('select pg_backend_pid() as pid')).rows[0].pid
  /** Nobody's connection still runs it, nor will ever be used again. */
  async function expectAllFree(): Promise<void> {
    const asked = Promise.all([database.manager.query('select 1'), database.pool.query('select 1')])
    await withPatience(5_000, () => asked)
    expect(database.pool.waitingCount).to.equal(0)
  }

  for (const [way, query] of [
    ['the pool', (statement: string) => database.pool.query(statement)],
    ['the manager', (statement: string) => database.manager.query(statement)],
    ['a transaction', (statement: string) => database.transaction((tx) => tx.query(statement))],
  ] as const) {
    it(`ends a statement by ${way} that is not answered in time, and its connection with it`, async () => {
      const given = await failure(() => withPatience(100, () => query('select pg_sleep(60)')))
      expect(isDatabaseFault(given), String(given)).to.equal(true)
      await expectAllFree()
    })
  }

  it('is one for all statements of a piece of work, one after the other or at once', async () => {
    const work = async () => {
      for (;;) await Promise.all([1, 2].map(() => database.pool.query('select pg_sleep(0.02)')))
    }
    expect(await failure(() => withPatience(200, work))).to.satisfy(isDatabaseFault)
    await expectAllFree()
  })

  it('is not used up by what is not the database', async () => {
    await withPatience(1_000, async () => {
      await sleep(1_100)
      await database.pool.query('select 1')
    })
  })

  it('ends the wait for a connection, which goes to the next who waits', async () => {
    const holders = await Promise.all([database.pool.connect(), database.pool.connect()])
    const given = await failure(() => withPatience(100, () => database.pool.query('select 1')))
    expect(given).to.be.instanceOf(DatabaseUnavailable)
    const waiting = database.pool.query('select 2 as two')
    const pids = await Promise.all(holders.map(pidOf))
    for (const holder of holders) holder.release()
    expect((await waiting).rows).to.deep.equal([{ two: 2 }])
    const client = await database.pool.connect()
    expect(pids).to.include(await pidOf(client))
    client.release()
  })

  it('is that of whoever asks, though somebody else gives the connection back', async () => {
    const holders = await Promise.all([database.pool.connect(), database.pool.connect()])
    const hurried = failure(() => withPatience(300, () => database.pool.query('select pg_sleep(60)')))
    const patient = database.pool.query('select pg_sleep(0.6)')
    for (const holder of holders) holder.release()
    expect(await hurried).to.satisfy(isDatabaseFault)
    await patient
  })

  it('is not asked of what takes long by its nature', async () => {
    await withPatience(50, () => unhurried(() => database.pool.query('select pg_sleep(0.2)')))
  })

  it('is not lost where the answer was there, and this process too busy to read it', async () => {
    const answer = withPatience(200, () => database.pool.query('select pg_sleep(0.1)'))
    // Until the statement is sent.
    await sleep(50)
    const begun = performance.now()
    while (performance.now() - begun < 400);
    await answer
  })
})
