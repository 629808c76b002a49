import { readFile } from 'node:fs/promises'
import { expect } from 'chai'
import { OPERATOR } from '../../src/audit/index.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'
import { readBlocks } from './support.ts'

const PAGE = 'docs/catalogue.md'

describe('docs/catalogue.md', () => {
  let rooms: TestRooms
  let example: string

  before(async () => {
    rooms = await freshRooms()
    example = (await readBlocks(PAGE, 'yaml'))[0] ?? ''
  })

  after(() => rooms.close())

  it('shows a file that is applied, and changes nothing the second time', async () => {
    const { changes, secrets } = await rooms.declarations.apply(OPERATOR, example)
    expect(changes.length).to.be.greaterThan(10)
    expect(secrets.map(({ name }) => name)).to.deep.equal(['Tracker API', 'Documents API'])
    expect((await rooms.declarations.apply(OPERATOR, example)).changes).to.deep.equal([])
  })

  it('names every setting that an export has', async () => {
    await rooms.declarations.apply(OPERATOR, example)
    const page = await readFile(new URL(`../../${PAGE}`, import.meta.url), 'utf8')
    const keys = [...(await rooms.declarations.export()).matchAll(/^[ -]*([a-z_]+):/gm)].map(([, key]) => key)
    expect([...new Set(keys)].filter((key) => !page.includes(`\`${key}`))).to.deep.equal([])
  })

  it('shows mistakes as they are told', async () => {
    const file = `policy:\n  max_days: 90\n  default_days: 30\n\nmodules:\n\n  # the one\n  - name: tracker\n    titel: Tracker\n`
    const wrong = await rooms.declarations.apply(OPERATOR, file).catch((error: unknown) => error)
    const page = await readFile(new URL(`../../${PAGE}`, import.meta.url), 'utf8')
    for (const line of String((wrong as Error).message).split('\n')) expect(page).to.contain(line)
  })
})
