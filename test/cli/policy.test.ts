import { expect } from 'chai'
import { freshCli } from './support.ts'

type Policy = { organization: string | null; policy: Record<string, unknown> }
type Saved = {
  saved: boolean
  policy: Record<string, unknown>
  nonCompliant: number
  tokens: { id: string }[]
  narrowed: number
  narrowedTokens: { lostScopes: string[]; fewerNetworks: boolean }[]
}

describe('patmint policy', () => {
  let cli: Awaited<ReturnType<typeof freshCli>>

  before(async () => {
    cli = await freshCli()
    await cli.json('module', 'add', 'tracker')
    await cli.json('account', 'create', '--email', 'ada@example.com', '--admin')
    await cli.json('organization', 'create', '--name', 'Acme')
  })

  after(() => cli.drop())

  it('is as the options say until one is saved', async () => {
    const { policy } = await cli.json<Policy>('policy', 'show')
    expect(policy).to.include({ defaultDays: 30, maxDays: 365, allowNever: false, tokensPerAccount: 50 })
    expect((await cli.json<{ versions: unknown[] }>('policy', 'history')).versions).to.deep.equal([])
    expect((await cli.run(['policy', 'show'])).out).to.match(/Longest lifetime +365 days/)
  })

  it('shows which tokens would no longer comply, before it is saved', async () => {
    const mint = ['token', 'mint', '--account', 'ada@example.com', '--name', 'ci', '--scopes', 'tracker:read']
    const { token } = await cli.json<{ token: { id: string } }>(...mint, '--expires-in', '200')
    const tried = await cli.json<Saved>('policy', 'set', '--max-days', '90', '--dry-run')
    expect(tried).to.include({ saved: false, nonCompliant: 1 })
    expect(tried.tokens.map(({ id }) => id)).to.deep.equal([token.id])
    expect((await cli.json<Policy>('policy', 'show')).policy).to.include({ maxDays: 365 })
  })

  it('shows which tokens would go on and could do less', async () => {
    const tried = await cli.json<Saved>('policy', 'set', '--admin-scopes', 'admin', '--dry-run')
    expect(tried).to.deep.include({ nonCompliant: 0, narrowed: 1 })
    expect(tried.narrowedTokens[0]).to.deep.include({ lostScopes: ['tracker:read'], fewerNetworks: false })
    const { out } = await cli.run(['policy', 'set', '--networks', '203.0.113.0/24', '--dry-run'])
    expect(out)
      .to.match(/1 of the tokens that work go on, and can do less:\n\nID .* LOSES\n.* \(networks\)\n/)
      .and.not.contain('Every token that works complies')
  })

  it('changes the settings that are named and keeps the others', async () => {
    const set = ['--max-days', '90', '--networks', '203.0.113.9/24', '--max-idle-days', '30']
    const saved = await cli.json<Saved>('policy', 'set', ...set, '--from', '2099-01-31')
    expect(saved).to.include({ saved: true })
    expect(saved.policy).to.deep.include({ maxDays: 90, defaultDays: 30, networks: ['203.0.113.0/24'] })
    const cleared = await cli.json<Saved>('policy', 'set', '--networks', 'none', '--max-idle-days', 'none')
    expect(cleared.policy).to.deep.include({ maxDays: 90, networks: [], maxIdleDays: null })
    const { versions } = await cli.json<{ versions: { enforcedFrom: string }[] }>('policy', 'history')
    expect(versions).to.have.length(2)
    expect(versions[1]?.enforcedFrom).to.equal('2099-01-31T00:00:00.000Z')
  })

  it('is only stricter for an organization, and can be as the instance’s again', async () => {
    const acme = ['--organization', 'acme']
    const saved = await cli.json<Saved>('policy', 'set', ...acme, '--max-days', '30', '--kinds', 'personal')
    expect(saved.policy).to.deep.equal({ maxDays: 30, kinds: ['personal'] })
    const looser = await cli.run(['policy', 'set', ...acme, '--max-days', '91', '--json'])
    expect(JSON.parse(looser.err).error).to.include({ code: 'policy_looser_than_instance', field: 'maxDays' })
    const cleared = await cli.json<Saved>('policy', 'set', ...acme, '--clear', 'max-days', '--clear', 'kinds')
    expect(cleared.policy).to.deep.equal({})
    expect((await cli.run(['policy', 'show', ...acme])).out).to.contain('acme asks nothing beyond')
  })

  it('says what it was not told, or not rightly', async () => {
    const ended = await Promise.all([
      cli.run(['policy', 'set']),
      cli.run(['policy', 'set', '--max-days', 'x']),
      cli.run(['policy', 'set', '--allow-never', 'maybe']),
      cli.run(['policy', 'show', '--organization', 'nobody']),
      cli.run(['policy', 'set', '--max-days', '9', '--from', 'soon']),
    ])
    expect(ended.map(({ code }) => code)).to.deep.equal([1, 2, 2, 1, 2])
    expect(ended[3]?.err).to.equal(
      'There is no organization nobody. List them with: npm run patmint -- organization list\n',
    )
  })
})
