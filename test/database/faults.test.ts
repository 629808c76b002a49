import { expect } from 'chai'
import { isDatabaseFault, openDatabase } from '../../src/database/index.ts'
import { createLog } from '../../src/lib/index.ts'
import { emptyDatabase, run } from '../support/database.ts'

describe('a fault of the database', () => {
  it('is told from a mistake in a statement', async () => {
    const { url, drop } = await emptyDatabase()
    const database = await openDatabase({
      url,
      entities: [],
      poolSize: 2,
      log: createLog({ level: 'silent' }),
    })
    const mistake = await database.manager.query('select no_such_column').catch((error: unknown) => error)
    expect(isDatabaseFault(mistake)).to.equal(false)
    await database.close()
    const closed = await database.manager.query('select 1').catch((error: unknown) => error)
    expect(isDatabaseFault(closed)).to.equal(true)
    await drop()
  })

  it('is recognised where the connection is lost between two statements of a transaction', async () => {
    const { url, drop } = await emptyDatabase()
    const log = createLog({ level: 'silent' })
    const database = await openDatabase({ url, entities: [], poolSize: 2, log })
    for (const use of ['query runner', 'manager'] as const) {
      const lost = await database
        .transaction(async (tx) => {
          const [{ pid }] = await tx.query('select pg_backend_pid() as pid')
          const gone = new Promise((resolve) => database.pool.once('remove', resolve))
          await run(url, `select pg_terminate_backend(${pid})`)
          await gone
          await (use === 'manager' ? tx.query('select 1') : tx.queryRunner?.query('select 1'))
        })
        .catch((error: unknown) => error)
      expect(isDatabaseFault(lost), `${use}: ${String(lost)}`).to.equal(true)
    }
    await database.close()
    await drop()
  })

  it('is recognised where nobody listens', async () => {
    const url = 'postgresql://nobody:nothing@127.0.0.1:1/none'
    const failed = await openDatabase({
      url,
      entities: [],
      poolSize: 2,
      log: createLog({ level: 'silent' }),
    }).catch((error: unknown) => error)
    expect(isDatabaseFault(failed)).to.equal(true)
  })

  it('W10 does not end the process when it hits an idle connection', async () => {
    const { url, drop } = await emptyDatabase()
    const database = await openDatabase({
      url,
      entities: [],
      poolSize: 2,
      log: createLog({ level: 'silent' }),
    })
    await database.ping()
    // Of this database alone: other tests have theirs in the same PostgreSQL at the same moment.
    await run(
      url,
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'patmint'`,
    )
    // The pool learns of it from the socket; until then a statement may still meet the dead connection.
    await database.ping().catch(() => {})
    await database.ping()
    await database.close()
    await drop()
  })
})
