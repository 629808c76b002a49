import { expect } from 'chai'
import { Client } from 'pg'
import { migrations } from '../../migrations/index.ts'
import { migrate, openDatabase } from '../../src/database/index.ts'
import { MIGRATION_LOCK } from '../../src/database/migrate.ts'
import { entities } from '../../src/entities.ts'
import { createLog } from '../../src/lib/index.ts'
import { emptyDatabase, freshDatabase } from '../support/database.ts'

const log = createLog({ level: 'silent' })

describe('migrations', () => {
  it('make just the schema that the entities describe', async () => {
    const { url, drop } = await emptyDatabase()
    const database = await openDatabase({ url, entities, poolSize: 2, log })
    await migrate(url)
    const drift = await database.source.driver.createSchemaBuilder().log()
    await database.close()
    await drop()
    expect(drift.upQueries.map(({ query }) => query)).to.deep.equal([])
  })

  it('go back to nothing', async () => {
    const { url, drop } = await emptyDatabase()
    const database = await openDatabase({ url, entities, poolSize: 2, log })
    await migrate(url)
    for (const _ of migrations) await database.source.undoLastMigration()
    const left: unknown[] = await database.manager.query(
      `select table_name from information_schema.tables where table_schema = 'public' and table_name <> 'migration'`,
    )
    await database.close()
    await drop()
    expect(left).to.deep.equal([])
  })

  it('run once where four nodes start together', async () => {
    const { url, drop } = await emptyDatabase()
    const ran = await Promise.all([1, 2, 3, 4].map(() => migrate(url)))
    await drop()
    expect(ran.filter((names) => names.length > 0)).to.have.length(1)
  })

  it('are waited for by nobody who needs none', async () => {
    const { url, drop } = await freshDatabase()
    const other = new Client({ connectionString: url })
    await other.connect()
    await other.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    expect(await migrate(url)).to.deep.equal([])
    await other.end()
    await drop()
  })
})
