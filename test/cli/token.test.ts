import { expect } from 'chai'
import { assemble, type Services } from '../../src/assemble.ts'
import { loadConfig } from '../../src/config/index.ts'
import { createLog } from '../../src/lib/index.ts'
import { freshCli } from './support.ts'

type Token = Record<string, unknown> & { id: string }
type Minted = { token: Token; secret: string }

const MINT = ['--account', 'ada@example.com', '--scopes', 'tracker:write']

describe('patmint token', () => {
  let cli: Awaited<ReturnType<typeof freshCli>>
  let services: Services
  let clientId: string
  let placed: Minted

  const mint = (name: string, ...args: string[]) =>
    cli.json<Minted>('token', 'mint', ...MINT, '--name', name, ...args)

  before(async () => {
    cli = await freshCli()
    services = await assemble(loadConfig(cli.environment), { log: createLog({ level: 'silent' }) })
    await cli.json('module', 'add', 'tracker')
    const about = ['--name', 'Tracker API', '--audience', 'https://tracker.example.com']
    const made = await cli.json<{ resourceServer: { clientId: string } }>(
      'resource-server',
      'create',
      ...about,
      '--modules',
      'tracker',
    )
    clientId = made.resourceServer.clientId
    await cli.json('organization', 'create', '--name', 'Acme')
    await cli.json('workspace', 'create', '--organization', 'acme', '--name', 'Web')
    for (const email of ['ada@example.com', 'bo@example.com', 'eve@example.com'])
      await cli.json('account', 'create', '--email', email)
    const organization = await services.organizations.findBySlug('acme')
    for (const email of ['ada@example.com', 'bo@example.com']) {
      const account = await services.accounts.findByEmail(email)
      await services.organizations.addMember(
        { kind: 'operator' },
        { organizationId: organization?.id ?? '', accountId: account?.id ?? '', role: 'admin' },
      )
    }
  })

  after(async () => {
    await services.close()
    await cli.drop()
  })

  it('mints for a workspace, with networks, and bound to an API', async () => {
    const networks = ['--networks', '203.0.113.0/24,2001:db8::/32']
    placed = await mint(
      'ci',
      '--organization',
      'acme',
      '--workspace',
      'web',
      ...networks,
      '--resource-servers',
      clientId,
    )
    expect(placed.token).to.deep.include({
      kind: 'workspace',
      organization: 'acme',
      workspace: 'web',
      networks: ['203.0.113.0/24', '2001:db8::/32'],
      resourceServers: [clientId],
      madeBy: 'an operator, on the command line',
    })
    const { token } = await mint('all', '--organization', 'acme')
    expect(token).to.deep.include({ kind: 'organization', workspace: null })
  })

  it('lists what is looked for', async () => {
    await mint('personal')
    const names = async (...args: string[]) =>
      (await cli.json<{ tokens: Token[] }>('token', 'list', ...args)).tokens.map(({ name }) => name)
    expect(await names('--organization', 'acme')).to.deep.equal(['all', 'ci'])
    expect(await names('--kind', 'personal')).to.deep.equal(['personal'])
    expect(await names('--search', 'ci', '--scope', 'tracker:write')).to.deep.equal(['ci'])
    expect(await names('--use', 'never', '--limit', '1')).to.deep.equal(['personal'])
    expect((await cli.run(['token', 'list'])).out).to.contain('acme/web')
  })

  it('sets a rate limit, and takes it back', async () => {
    const limit = ['token', 'rate-limit', '--id', placed.token.id, '--per-minute']
    const { token } = await cli.json<{ token: Token }>(...limit, '1200')
    expect(token).to.include({ id: placed.token.id, rateLimit: 1200 })
    expect((await cli.run([...limit, 'default'])).out).to.contain(
      'may make 600 requests a minute, as all tokens.',
    )
    const wrong = await cli.run([...limit, 'lots', '--json'])
    expect(JSON.parse(wrong.err).error.code).to.equal('token_rate_limit_invalid')
    const unknown = await cli.run(['token', 'rate-limit', '--id', 'x', '--per-minute', '5', '--json'])
    expect(JSON.parse(unknown.err).error.code).to.equal('token_not_found')
  })

  it('edits: fewer scopes, other networks, and never more', async () => {
    const edit = ['token', 'edit', placed.token.id]
    const { token } = await cli.json<{ token: Token }>(
      ...edit,
      '--scopes',
      'tracker:read',
      '--networks',
      'none',
    )
    expect(token).to.deep.include({ scopes: ['tracker:read'], networks: [] })
    const wider = await cli.run([...edit, '--scopes', 'tracker:write', '--json'])
    expect(JSON.parse(wider.err).error.code).to.equal('token_scope_widened')
    expect((await cli.run(edit)).code).to.equal(1)
  })

  it('is adopted by another administrator, and by nobody else', async () => {
    const adopt = ['token', 'adopt', placed.token.id, '--account']
    const { token } = await cli.json<{ token: Token }>(...adopt, 'bo@example.com')
    expect(token).to.include({ account: 'bo@example.com' })
    expect(token['adoptedAt']).to.be.a('string')
    expect((await cli.run([...adopt, 'eve@example.com'])).code).to.equal(1)
    expect((await cli.run([...adopt, 'nobody@example.com'])).code).to.equal(1)
  })

  it('rotates, and the old secret stops when it was said', async () => {
    const rotate = ['token', 'rotate', placed.token.id, '--old-stops', 'now']
    const rotated = await cli.json<Minted>(...rotate)
    expect(rotated.token).to.include({ rotatedFrom: placed.token.id })
    expect(await services.tokens.resolve(placed.secret)).to.include({ active: false, reason: 'rotated' })
    expect(await services.tokens.resolve(rotated.secret)).to.include({ active: true })
    const again = await cli.run(rotate)
    expect(again.code).to.equal(1)
    expect((await cli.run(['token', 'rotate', 'x', '--old-stops', 'never'])).code).to.equal(2)
  })

  it('says the same for every id that there is not', async () => {
    for (const verb of ['edit', 'rotate', 'revoke', 'adopt']) {
      const more = { edit: ['--name', 'x'], adopt: ['--account', 'ada@example.com'] }[verb] ?? []
      const { code, err } = await cli.run(['token', verb, 'x', ...more])
      expect({ code, err }, verb).to.deep.equal({
        code: 1,
        err: 'There is no token with the id x. List them with: npm run patmint -- token list --all\n',
      })
    }
  })
})
