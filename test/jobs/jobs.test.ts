import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { type Database, openDatabase } from '../../src/database/index.ts'
import { HopelessJob } from '../../src/jobs/errors.ts'
import { type Jobs, openJobs } from '../../src/jobs/index.ts'
import { createLog } from '../../src/lib/index.ts'
import { createMetrics } from '../../src/metrics/index.ts'
import { freshDatabase } from '../support/database.ts'

const POOL_SIZE = 4

/** Asks until it is so; a test's own time limit ends it where it never is. */
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await sleep(10)
}

describe('jobs', () => {
  let url: string
  let drop: () => Promise<void>
  let database: Database
  const lines: string[] = []
  const log = createLog({ level: 'debug', destination: { write: (line) => void lines.push(line) } })
  const open = (): Promise<Jobs> => openJobs({ database, log, metrics: createMetrics(), queues: ['trial'] })
  const enqueue = (jobs: Jobs, n: number) =>
    database.transaction((tx) => jobs.enqueue(tx, 'trial', { n, private: 'a private matter' }))

  /** @returns how long the job that failed would have waited, in seconds */
  async function tryNow(): Promise<number> {
    const sql = `update patmint_jobs.job j set start_after = now() from patmint_jobs.job before
      where j.id = before.id and j.state = 'retry' and j.start_after > now()
      returning extract(epoch from before.start_after - now())::int as seconds`
    let seconds: number | undefined
    while (seconds === undefined) {
      const { rows } = await database.pool.query<{ seconds: number }>(sql)
      seconds = rows[0]?.seconds
    }
    return seconds
  }

  before(async () => {
    ;({ url, drop } = await freshDatabase())
  })

  beforeEach(async () => {
    lines.length = 0
    database = await openDatabase({ url, entities: [], poolSize: POOL_SIZE, log })
  })

  afterEach(async () => {
    await database.pool.query('delete from patmint_jobs.job')
    await database.close()
  })

  after(() => drop())

  it('are opened by several nodes at once, and each job is done by one of them', async () => {
    const nodes = await Promise.all([open(), open(), open()])
    const done: number[] = []
    for (const node of nodes) {
      await node.work('trial', async (data) => void done.push((data as { n: number }).n))
    }
    await Promise.all(Array.from({ length: 20 }, (_, n) => enqueue(nodes[n % 3] as Jobs, n)))
    await until(() => done.length >= 20)
    for (const node of nodes) await node.close()
    expect(done.toSorted((a, b) => a - b)).to.deep.equal(Array.from({ length: 20 }, (_, n) => n))
  })

  it('never make a transaction wait for a second connection, however many there are at once', async () => {
    const jobs = await open()
    const all = Array.from({ length: 5 * POOL_SIZE }, (_, n) =>
      database.transaction(async (tx) => {
        await tx.query('select pg_sleep(0.01)')
        await jobs.enqueue(tx, 'trial', { n })
      }),
    )
    await Promise.all(all)
    await jobs.close()
    const { rows } = await database.pool.query(
      `delete from patmint_jobs.job where name = 'trial' returning 1`,
    )
    expect(rows).to.have.length(all.length)
  })

  it('are never done where their transaction is rolled back', async () => {
    const jobs = await open()
    const failing = database.transaction(async (tx) => {
      await jobs.enqueue(tx, 'trial', { n: 1 })
      throw new Error('no')
    })
    expect(await failing.catch(() => 'rolled back')).to.equal('rolled back')
    const { rows } = await database.pool.query(`select from patmint_jobs.job where name = 'trial'`)
    expect(rows).to.have.length(0)
    await jobs.close()
  })

  it('are tried again later each time, and the log says why without what they hold', async () => {
    const jobs = await open()
    let tries = 0
    await jobs.work('trial', async () => {
      tries += 1
      throw tries < 3 ? new Error('not now') : new HopelessJob('never')
    })
    await enqueue(jobs, 1)
    const waits: number[] = []
    for (const _ of [1, 2]) waits.push(await tryNow())
    await until(() => lines.some((line) => line.includes('a job has failed for good')))
    await jobs.close()
    expect(tries).to.equal(3)
    expect(waits[0]).to.be.within(10, 30)
    expect(waits[1]).to.be.within(25, 60)
    const { rows } = await database.pool.query(`select state, output::text as output from patmint_jobs.job`)
    expect(rows.map(({ state }) => state as string)).to.include('failed')
    expect(lines.join('')).not.to.include('a private matter')
  })

  it('go back into the queue where the node that had them is dead', async () => {
    const jobs = await open()
    await enqueue(jobs, 1)
    await database.pool.query(
      `update patmint_jobs.job set state = 'active', started_on = now() - interval '3 minutes'`,
    )
    // Other nodes looked a minute ago.
    await database.pool.query('update patmint_jobs.queue set monitor_on = null, monitor_claim_on = null')
    let isDone = false
    await jobs.work('trial', async () => {
      isDone = true
    })
    await tryNow()
    await until(() => isDone)
    await jobs.close()
  })

  it('that are under way at the end are finished first', async () => {
    const jobs = await open()
    let state = 'waiting'
    await jobs.work('trial', async () => {
      state = 'under way'
      await sleep(300)
      state = 'done'
    })
    await enqueue(jobs, 1)
    await until(() => state === 'under way')
    await jobs.close()
    expect(state).to.equal('done')
    const { rows } = await database.pool.query(`select from patmint_jobs.job where state = 'active'`)
    expect(rows).to.have.length(0)
  })

  describe('that are done apart from each other', () => {
    const enqueueIn = (jobs: Jobs, group: string, count: number) =>
      database.transaction(async (tx) => {
        for (let n = 0; n < count; n += 1) await jobs.enqueue(tx, 'trial', { group }, { group })
      })

    it('never wait for a slow group, which has its own places and no more, on all nodes together', async () => {
      const nodes = await Promise.all([open(), open()])
      let freeSlow = () => {}
      const slow = new Promise<void>((resolve) => {
        freeSlow = resolve
      })
      const under = { way: 0, most: 0, quickDone: 0, slowDone: 0 }
      await enqueueIn(nodes[0] as Jobs, 'slow', 40)
      await enqueueIn(nodes[0] as Jobs, 'quick', 30)
      const [first, second] = nodes as [Jobs, Jobs]
      const handle = async (data: unknown) => {
        if ((data as { group: string }).group === 'quick') {
          under.quickDone += 1
          return
        }
        under.way += 1
        under.most = Math.max(under.most, under.way)
        await slow
        under.way -= 1
        under.slowDone += 1
      }
      await first.workApart('trial', { atOnce: 10, ofGroup: 3 }, handle)
      await until(() => under.way === 3)
      await second.workApart('trial', { atOnce: 10, ofGroup: 3 }, handle)
      await until(() => under.quickDone === 30)
      expect(under).to.include({ way: 3, most: 3, slowDone: 0 })
      freeSlow()
      await until(() => under.slowDone === 40)
      for (const node of nodes) await node.close()
      const { rows } = await database.pool.query(
        `select state, count(*)::int as count from patmint_jobs.job group by state`,
      )
      expect(rows).to.deep.equal([{ state: 'completed', count: 70 }])
    })

    it('are tried again where they fail, unless that is hopeless, and wait where they are for later', async () => {
      const jobs = await open()
      let tries = 0
      await jobs.workApart('trial', { atOnce: 2, ofGroup: 2 }, async () => {
        tries += 1
        throw tries === 1 ? new Error('not now') : new HopelessJob('never')
      })
      await enqueue(jobs, 1)
      expect(await tryNow()).to.be.within(10, 30)
      await until(() => lines.some((line) => line.includes('a job has failed for good')))
      await database.transaction((tx) => jobs.enqueue(tx, 'trial', {}, { afterMilliseconds: 90_000 }))
      await jobs.close()
      const { rows } = await database.pool.query(
        `select state, extract(epoch from start_after - created_on)::int as wait from patmint_jobs.job order by created_on`,
      )
      expect(rows.map(({ state }) => state as string)).to.deep.equal(['cancelled', 'created'])
      expect(rows[1].wait).to.equal(90)
      expect(tries).to.equal(2)
    })

    it('are finished before the end, and no more are begun', async () => {
      const jobs = await open()
      const done: string[] = []
      await jobs.workApart('trial', { atOnce: 1, ofGroup: 1 }, async () => {
        done.push('begun')
        await sleep(300)
        done.push('done')
      })
      await enqueueIn(jobs, 'slow', 2)
      await until(() => done.length > 0)
      await jobs.close()
      expect(done).to.deep.equal(['begun', 'done'])
    })
  })
})
