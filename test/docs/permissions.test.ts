import { readFile } from 'node:fs/promises'
import { expect } from 'chai'
import { PERMISSIONS_DOCS, ROWS, renderPermissionsDocs } from '../../scripts/write-permissions-docs.ts'

describe('docs/permissions.md', () => {
  it('says what the table of permissions says (else run: npm run docs:permissions)', async () => {
    expect(await readFile(PERMISSIONS_DOCS, 'utf8')).to.equal(renderPermissionsDocs())
  })

  it('has a line for every action and what it is done to', () => {
    const lines = renderPermissionsDocs()
      .split('\n')
      .filter((line) => line.split('|').length === 10)
    expect(lines.filter((line) => !/^\| {2}\||^\|---/.test(line))).to.have.length(ROWS.length)
  })
})
