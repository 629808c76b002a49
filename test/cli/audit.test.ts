import { expect } from 'chai'
import { freshCli } from './support.ts'

type Event = {
  id: string
  event: string
  actor: string
  account: string | null
  data: Record<string, unknown>
}
type Page = { events: Event[]; next: string | null }

describe('patmint audit', () => {
  let cli: Awaited<ReturnType<typeof freshCli>>

  before(async () => {
    cli = await freshCli()
    await cli.json('module', 'add', 'tracker')
    await cli.json('account', 'create', '--email', 'ada@example.com', '--name', '=ada()')
    const mint = ['token', 'mint', '--account', 'ada@example.com', '--scopes', 'tracker:read', '--name']
    for (const name of ['one', 'two', 'three']) await cli.json(...mint, name)
  })

  after(() => cli.drop())

  it('lists who did what, a page at a time', async () => {
    const list = (...args: string[]) => cli.json<Page>('audit', 'list', '--name', 'token.', ...args)
    const first = await list('--limit', '2')
    expect(first.events.map(({ data }) => data['name'])).to.deep.equal(['three', 'two'])
    expect(first.events[0]).to.include({ event: 'token.minted', account: 'ada@example.com' })
    const second = await list('--limit', '2', '--before', first.next ?? '')
    expect(second.events.map(({ data }) => data['name'])).to.deep.equal(['one'])
    expect(second.next).to.equal(null)
    const { out } = await cli.run(['audit', 'list', '--limit', '1'])
    expect(out).to.contain('token.minted').and.contain(`There are more: add --before ${first.events[0]?.id}`)
  })

  it('filters by account, actor and time', async () => {
    const count = async (...args: string[]) => (await cli.json<Page>('audit', 'list', ...args)).events.length
    expect(await count('--account', 'ada@example.com')).to.equal(4)
    expect(await count('--actor', 'operator', '--name', 'token.minted')).to.equal(3)
    expect(await count('--actor', 'operator', '--from', '2020-01-01', '--to', '2020-02-01')).to.equal(0)
  })

  it('exports everything as lines of JSON, or as CSV', async () => {
    const { code, out } = await cli.run(['audit', 'export'])
    expect(code).to.equal(0)
    const events: Event[] = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    const { events: listed } = await cli.json<Page>('audit', 'list', '--limit', '1000')
    expect(events).to.deep.equal(listed)
    const csv = (await cli.run(['audit', 'export', '--csv', '--name', 'token.minted'])).out.split('\n')
    expect(csv[0]).to.match(/^id,at,event,actor_kind,/)
    expect(csv).to.have.length(5)
    expect(csv[1]).to.contain('token.minted').and.contain('ada@example.com')
  })

  it('says what is wrong with a filter', async () => {
    const unknown = await cli.run(['audit', 'export', '--name', 'token.eaten'])
    expect(unknown).to.include({ code: 1, out: '' })
    expect(unknown.err).to.contain('There is no event “token.eaten”')
    expect((await cli.run(['audit', 'list', '--limit', '0'])).code).to.equal(2)
  })
})
