import { expect } from 'chai'
import { openDatabase } from '../../src/database/index.ts'
import { createLog } from '../../src/lib/index.ts'
import { emptyDatabase } from '../support/database.ts'

describe('prepared statements', () => {
  /** The names that a connection knows after a statement with a name was asked twice, and what the watchers heard. */
  async function ask(preparedStatements: boolean) {
    const { url, drop } = await emptyDatabase()
    const heard: string[] = []
    const hear = (name: () => string) => {
      heard.push(name())
      return () => {}
    }
    const database = await openDatabase({
      url,
      entities: [],
      poolSize: 2,
      preparedStatements,
      log: createLog({ level: 'silent' }),
      watchers: [{ asking: hear }],
    })
    const client = await database.pool.connect()
    const answers: unknown[] = []
    for (const n of [1, 2]) {
      const { rows } = await client.query({ name: 'twice', text: 'select $1::int * 2 as n', values: [n] })
      answers.push(rows[0].n)
    }
    const { rows: known } = await client.query('select name from pg_prepared_statements')
    client.release()
    await database.close()
    await drop()
    return { answers, known: known.map(({ name }) => name as string), heard: heard.slice(0, 2) }
  }

  it('are kept by the database under their names', async () => {
    expect(await ask(true)).to.deep.equal({ answers: [2, 4], known: ['twice'], heard: ['twice', 'twice'] })
  })

  it('are sent without a name where they are off; who watches still knows it', async () => {
    expect(await ask(false)).to.deep.equal({ answers: [2, 4], known: [], heard: ['twice', 'twice'] })
  })
})
