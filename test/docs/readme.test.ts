import { existsSync, globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { createAnchors } from '../../scripts/docs/anchors.ts'
import { freshServer, type TestServer } from '../support/server.ts'
import { at, environmentOf, readBlocks, runInShell } from './support.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...globSync('docs/**/*.md', { cwd: ROOT }).sort(),
]

describe('the tour of README.md', () => {
  let server: TestServer

  before(async () => {
    server = await freshServer()
    await server.createAccount('you', 'admin')
  })

  after(() => server.close())

  it('does what it says, pasted line by line', async () => {
    const blocks = await readBlocks('README.md', 'sh')
    expect(blocks).to.have.length(5)
    // In the browser's place: the command that the page names for those who have none.
    const readme = await readFile(join(ROOT, 'README.md'), 'utf8')
    const mint = /^`(eval .* token mint .*)`\.$/m.exec(readme)?.[1] ?? ''
    expect(mint).to.contain('--env')
    const lines = blocks.map((block) => (block.startsWith('read -r TOKEN') ? `${mint}\n` : block))
    const printed = await runInShell(at(server, lines.join('echo\n')), environmentOf(server))
    const [registered, minted, first = '', revoked, second = ''] = printed.split('\n')
    expect([registered, minted]).to.deep.equal(['', ''])
    expect(JSON.parse(first)).to.include({
      active: true,
      scope: 'tracker:read tracker:write',
      username: 'you@example.com',
      aud: 'https://tracker.example.com',
      client_id: 'patmint',
      token_name: 'Tour',
    })
    expect([revoked, second]).to.deep.equal(['204', ''])
    expect(printed.trimEnd().split('\n').at(-1)).to.equal('{"active":false}')
  })

  it('links to a form that is filled in', async () => {
    const readme = await readFile(join(ROOT, 'README.md'), 'utf8')
    const link = /\((http:\/\/127\.0\.0\.1:4100\/account\/tokens\/new[^)]*)\)/.exec(readme)?.[1] ?? ''
    const { searchParams } = new URL(link)
    expect(Object.fromEntries(searchParams)).to.deep.equal({
      name: 'Tour',
      expires_in: '7',
      scope: 'tracker:write',
    })
  })
})

describe('every page of the documentation', () => {
  for (const page of PAGES) {
    it(`${page} links only to what is there`, async () => {
      const source = await readFile(join(ROOT, page), 'utf8')
      const targets = [...source.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)].map(
        ([, a, b]) => a ?? b ?? '',
      )
      const missing = []
      for (const target of targets.filter((each) => !/^(https?|mailto):/.test(each))) {
        const [path = '', anchor] = target.split('#')
        const file = path === '' ? join(ROOT, page) : join(ROOT, dirname(page), path)
        const isThere = existsSync(file) && (anchor === undefined || (await hasHeading(file, anchor)))
        if (!isThere) missing.push(target)
      }
      expect(missing).to.deep.equal([])
    })
  }
})

async function hasHeading(file: string, anchor: string): Promise<boolean> {
  const headings = [...(await readFile(file, 'utf8')).matchAll(/^#+ (.*)$/gm)]
  const nextAnchor = createAnchors()
  return headings.map(([, title = '']) => nextAnchor(title)).includes(anchor)
}
