import { expect } from 'chai'
import { list, moment, packRow, packRows, splitRows } from '../../src/tokens/packed-row.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'

describe('a row that is read as one text', () => {
  const ROW = packRow({
    name: 'x.name',
    at: moment('x.at'),
    never: moment('x.never'),
    words: list('x.words'),
  })
  let rooms: TestRooms
  const read = async (name: string): Promise<string> => {
    const [row] = await rooms.database.manager.query(
      `select ${ROW.sql} as packed
         from (values ($1, timestamptz '2026-11-28 06:00:00.123Z', null::timestamptz, array['a', 'b'])) x (name, at, never, words)`,
      [name],
    )
    return row.packed
  }

  before(async () => {
    rooms = await freshRooms()
  })
  after(() => rooms.close())

  it('has all that was in its columns', async () => {
    const parts = ROW.split(await read('ci, “deploy” 🚀'))
    expect(ROW.text(parts, 'name')).to.equal('ci, “deploy” 🚀')
    expect(ROW.dateOf(parts, 'at').toISOString()).to.equal('2026-11-28T06:00:00.123Z')
    expect(ROW.date(parts, 'never')).to.equal(null)
    expect(ROW.list(parts, 'words')).to.deep.equal(['a', 'b'])
  })

  it('is refused where a text has its separator in it, so that no part is taken for another', async () => {
    const row = await read('ci\u001fadmin')
    expect(() => ROW.split(row)).to.throw('5 parts, not 4')
  })

  it('comes among many in the order that was asked for, line breaks and empty texts included', async () => {
    const rows = `select concat(x.note) as packed from (values (1, 'b'), (2, e'a\n\tc'), (3, '')) x (n, note)`
    const [{ packed }] = await rooms.database.manager.query(
      `select ${packRows(`${rows} order by x.n desc`)} as packed`,
    )
    expect(splitRows(packed)).to.deep.equal(['', 'a\n\tc', 'b'])
    const [none] = await rooms.database.manager.query(`select ${packRows(`${rows} where x.n > 3`)} as packed`)
    expect(splitRows(none.packed)).to.deep.equal([])
  })
})
