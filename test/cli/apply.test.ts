import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { FILE } from '../declaration/support.ts'
import { freshCli } from './support.ts'

type Applied = {
  applied: boolean
  changes: { verb: string; kind: string; name: string; detail: string }[]
  losses: { tokens: number; text: string }[]
  secrets: { audience: string; clientId: string; secret: string }[]
}

describe('patmint apply and export', () => {
  let cli: Awaited<ReturnType<typeof freshCli>>
  let folder: string
  let path: string

  before(async () => {
    cli = await freshCli()
    folder = await mkdtemp(join(tmpdir(), 'patmint-apply-'))
    path = join(folder, 'catalogue.yaml')
    await writeFile(path, FILE)
  })

  after(async () => {
    await cli.drop()
    await rm(folder, { recursive: true })
  })

  it('shows the difference first, and changes nothing in a dry run', async () => {
    const { code, out } = await cli.run(['apply', '-f', path, '--dry-run'])
    expect(code).to.equal(0)
    expect(out).to.contain('+ module tracker: tracker:read tracker:write tracker:issue_view\n')
    expect(out).to.contain('+ workspace acme/web: “Website”\n')
    expect(out).to.match(/\n\n7 changes to make; nothing was changed\.\n$/)
    const { modules } = await cli.json<{ modules: { name: string }[] }>('module', 'list')
    expect(modules.map(({ name }) => name)).to.deep.equal(['patmint'])
  })

  it('applies the file, and prints the secrets of new resource servers once', async () => {
    const { code, out } = await cli.run(['apply', '-f', path])
    expect(code).to.equal(0)
    expect(out).to.contain('7 changes made.')
    expect(out).to.match(/Client secret {2}\w{43}\n$/)
    const again = await cli.run(['apply', '-f', path])
    expect(again).to.deep.equal({ code: 0, out: 'Nothing to change.\n', err: '' })
  })

  it('reads standard input, where an export changes nothing', async () => {
    const { out: exported } = await cli.run(['export'])
    expect(exported).to.contain('- audience: https://tracker.example.com')
    const { code, out } = await cli.run(['apply', '-f', '-'], exported)
    expect({ code, out }).to.deep.equal({ code: 0, out: 'Nothing to change.\n' })
    expect((await cli.json<{ file: string }>('export')).file.trimEnd()).to.equal(exported.trimEnd())
  })

  it('gives programs the changes and the mistakes piece by piece', async () => {
    const file = `${FILE}\n`.replace('title: Issues', 'title: Tickets')
    const run = await cli.run(['apply', '-f', '-', '--json'], file)
    const applied: Applied = JSON.parse(run.out)
    expect(applied).to.deep.equal({
      applied: true,
      changes: [{ verb: 'change', kind: 'module', name: 'tracker', detail: 'title “Issues” → “Tickets”' }],
      losses: [],
      secrets: [],
    })
    const wrong = await cli.run(['apply', '-f', '-', '--json'], 'modules:\n  - name: Tracker\n')
    expect({ code: wrong.code, out: wrong.out }).to.deep.equal({ code: 1, out: '' })
    const { error } = JSON.parse(wrong.err)
    expect(error).to.include({ code: 'declaration_invalid' })
    expect(error.mistakes[0]).to.include({ line: 2, where: 'modules[0].name' })
  })

  it('says in one line each what is wrong, and where', async () => {
    const { code, err } = await cli.run(['apply', '-f', '-'], 'modules: 7\nteams: []\n')
    expect(code).to.equal(1)
    expect(err).to.equal(
      'The file is not right, and nothing was changed:\n  line 1: modules: must be a list\n  line 2: teams: is not known here\n',
    )
    const missing = await cli.run(['apply', '-f', join(folder, 'nowhere.yaml')])
    expect(missing.code).to.equal(1)
    expect(missing.err).to.contain('nowhere.yaml cannot be read: there is no such file.')
  })

  it('refuses what would cut off tokens unless it is forced, and shows what that is', async () => {
    await cli.json('account', 'create', '--email', 'ada@example.com', '--admin')
    const mint = ['token', 'mint', '--account', 'ada@example.com', '--name', 'ci']
    await cli.json(...mint, '--scopes', 'upload')
    const file = 'modules: []\nresource_servers: []\n'
    const { code, out, err } = await cli.run(['apply', '-f', '-'], file)
    expect(code).to.equal(1)
    expect(out).to.contain('- module upload: removed')
    expect(err).to.contain('module upload would be removed: 1 token').and.contain('--force')
    const told = await cli.run(['apply', '-f', '-', '--json'], file)
    expect(JSON.parse(told.err).error).to.include({ code: 'declaration_cuts_off_tokens' })
    expect(JSON.parse(told.err).error.losses).to.have.length(2)
    const forced = await cli.run(['apply', '-f', '-', '--force'], file)
    expect(forced.code).to.equal(0)
    expect(forced.out).to.contain('Tokens were cut off:')
  })
})
