import { expect } from 'chai'
import { assemble, type Services } from '../../src/assemble.ts'
import { loadConfig } from '../../src/config/index.ts'
import { createLog } from '../../src/lib/index.ts'
import { emptyDatabase } from '../support/database.ts'
import { createCli, freshCli, SECRET } from './support.ts'

type Row = Record<string, unknown>

describe('the command line', () => {
  let cli: Awaited<ReturnType<typeof freshCli>>
  let services: Services

  before(async () => {
    cli = await freshCli()
    services = await assemble(loadConfig(cli.environment), { log: createLog({ level: 'silent' }) })
  })

  after(async () => {
    await services.close()
    await cli.drop()
  })

  it('makes an administrator with a generated password, which signs in', async () => {
    const made = await cli.json<{ account: Row; password: string }>(
      'account',
      'create',
      '--email',
      'Ada@Example.com',
      '--name',
      'Ada',
      '--admin',
    )
    expect(made.account).to.have.all.keys('id', 'kind', 'email', 'name', 'role', 'createdAt', 'disabledAt')
    expect(made.account).to.include({
      email: 'ada@example.com',
      name: 'Ada',
      role: 'admin',
      disabledAt: null,
    })
    expect(made.password).to.match(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/)
    const { password } = made
    const by = { kind: 'anonymous', address: '192.0.2.1' } as const
    expect(await services.accounts.authenticate(by, { email: 'ada@example.com', password })).to.include({
      name: 'Ada',
    })
  })

  it('takes a password from standard input, and then prints none', async () => {
    const args = ['account', 'create', '--email', 'bo@example.com', '--password-stdin']
    const { code, out } = await cli.run(args, 'a long walk by the sea\n')
    expect(code).to.equal(0)
    expect(out).to.contain('The account bo@example.com is created.').and.not.contain('Password')
    const given = { email: 'bo@example.com', password: 'a long walk by the sea' }
    const by = { kind: 'anonymous', address: '192.0.2.1' } as const
    expect(await services.accounts.authenticate(by, given)).to.include({ name: 'bo', role: 'member' })
    const { accounts } = await cli.json<{ accounts: Row[] }>('account', 'list')
    expect(accounts.map(({ email }) => email)).to.include.members(['ada@example.com', 'bo@example.com'])
  })

  it('says whether the internal client was there', async () => {
    const { created, client } = await cli.json<{ created: boolean; client: Row }>('client', 'ensure-internal')
    expect(created).to.equal(false)
    expect(client).to.include({ clientId: 'patmint', kind: 'internal', disabledAt: null })
  })

  it('adds modules and lists them with their scopes', async () => {
    const added = await cli.json<{ module: Row }>('module', 'add', 'tracker', '--description', 'Issues.')
    expect(added.module).to.deep.equal({
      name: 'tracker',
      title: 'Tracker',
      description: 'Issues.',
      actions: ['read', 'write'],
      scopes: ['tracker:read', 'tracker:write'],
    })
    const again = await cli.run(['module', 'add', 'tracker'])
    expect(again).to.include({ code: 1, out: '', err: 'There is a module “tracker” already.\n' })
    const { modules } = await cli.json<{ modules: Row[] }>('module', 'list')
    expect(modules[0]).to.deep.equal({ ...added.module, resourceServers: [] })
    expect(modules.map(({ name }) => name)).to.deep.equal(['tracker', 'patmint'])
  })

  it('registers a resource server whose secret is right', async () => {
    const made = await cli.json<{ resourceServer: Row; clientSecret: string; introspectionEndpoint: string }>(
      'resource-server',
      'create',
      '--name',
      'Tracker API',
      '--audience',
      'https://tracker.example.com',
      '--modules',
      'tracker',
    )
    expect(made.resourceServer).to.have.all.keys(
      'clientId',
      'name',
      'audience',
      'modules',
      'createdAt',
      'disabledAt',
      'previousSecretEndsAt',
    )
    expect(made.introspectionEndpoint).to.equal('http://127.0.0.1:4100/introspect')
    expect(made.clientSecret).to.match(/^\w{43}$/)
    const { resourceServers } = await cli.json<{ resourceServers: Row[] }>('resource-server', 'list')
    expect(resourceServers).to.deep.equal([made.resourceServer])
    const { modules } = await cli.json<{ modules: Row[] }>('module', 'list')
    expect(modules[0]).to.deep.include({ resourceServers: ['Tracker API'] })
  })

  it('prints lines for a shell where it is asked to', async () => {
    const args = ['resource-server', 'create', '--name', 'Two', '--audience', 'https://two.example.com']
    const { out } = await cli.run([...args, '--modules', 'tracker', '--env'])
    expect(out).to.match(/^CLIENT_ID=[0-9a-f-]{36}\nCLIENT_SECRET=\w{43}\n$/)
  })

  it('registers applications, and switches clients off and on', async () => {
    const made = await cli.json<{ client: Row; clientSecret: string | null }>(
      'client',
      'create',
      '--name',
      'Wiki',
      '--redirect-uri',
      'https://wiki.example.com/a',
      '--redirect-uri',
      'https://wiki.example.com/b',
      '--first-party',
    )
    expect(made.clientSecret).to.match(/^\w{43}$/)
    expect(made.client).to.deep.include({
      redirectUris: ['https://wiki.example.com/a', 'https://wiki.example.com/b'],
      firstParty: true,
      isPublic: false,
    })
    const id = String(made.client['clientId'])
    const disabled = await cli.json<{ client: Row }>('client', 'disable', id)
    expect(disabled.client['disabledAt']).to.be.a('string')
    const { clients } = await cli.json<{ clients: Row[] }>('client', 'list')
    expect(clients.find(({ clientId }) => clientId === id)).to.deep.equal(disabled.client)
    const enabled = await cli.json<{ client: Row }>('client', 'enable', id)
    expect(enabled.client).to.deep.include({ disabledAt: null })
    const loopback = ['--redirect-uri', 'http://127.0.0.1/callback', '--public']
    const open = await cli.json<{ clientSecret: null }>('client', 'create', '--name', 'Desk', ...loopback)
    expect(open.clientSecret).to.equal(null)
  })

  it('mints, lists and revokes a token', async () => {
    const made = await cli.json<{ token: Row; secret: string }>(
      'token',
      'mint',
      '--account',
      'ada@example.com',
      '--name',
      'deploy',
      '--scopes',
      'tracker:write',
      '--expires-in',
      '7',
    )
    expect(made.token).to.deep.include({
      account: 'ada@example.com',
      scopes: ['tracker:write'],
      state: 'active',
    })
    const life = Date.parse(String(made.token['expiresAt'])) - Date.parse(String(made.token['createdAt']))
    expect(life).to.equal(7 * 86_400_000)
    expect(await services.tokens.resolve(made.secret)).to.include({ active: true })

    const id = String(made.token['id'])
    const list = () => cli.json<{ tokens: Row[] }>('token', 'list', '--account', 'ada@example.com')
    expect((await list()).tokens).to.deep.equal([made.token])
    expect(JSON.stringify(await list())).to.not.contain(made.secret)

    const revoked = await cli.json<Row>('token', 'revoke', id, '--reason', 'Found in a log')
    expect(revoked).to.deep.equal({ tokenId: id, active: false })
    expect(await services.tokens.resolve(made.secret)).to.deep.equal({ active: false, reason: 'revoked' })
    expect((await cli.run(['token', 'revoke', id])).code).to.equal(0)
    expect((await list()).tokens).to.deep.equal([])
    const { tokens } = await cli.json<{ tokens: Row[] }>('token', 'list', '--all')
    expect(tokens[0]).to.include({ id, state: 'revoked', revokeReason: 'Found in a log' })
    expect(tokens[0]?.['revokedBy']).to.equal('an operator, on the command line')
  })

  it('ends a token on the day that is named', async () => {
    const on = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10)
    const made = await cli.json<{ token: Row }>(
      'token',
      'mint',
      '--account',
      'ada@example.com',
      '--name',
      'dated',
      '--scopes',
      'tracker:read',
      '--expires-on',
      on,
    )
    expect(Date.parse(String(made.token['expiresAt']))).to.equal(Date.parse(on) + 86_400_000)
  })

  it('mints nothing while token generation is off', async () => {
    expect((await cli.run(['client', 'disable', 'patmint'])).out).to.contain('Token generation is off')
    const mint = ['token', 'mint', '--account', 'ada@example.com', '--name', 'no', '--scopes', 'tracker:read']
    const { code, out, err } = await cli.run([...mint, '--json'])
    expect({ code, out }).to.deep.equal({ code: 1, out: '' })
    expect(JSON.parse(err).error).to.include({ code: 'token_generation_off' })
    const ensured = await cli.run(['client', 'ensure-internal'])
    expect(ensured.out).to.contain('was there already. It is switched off')
    expect((await cli.run(['client', 'enable', 'patmint'])).out).to.equal('Token generation is on.\n')
    expect((await cli.run(mint)).code).to.equal(0)
  })

  it('records an operator as the actor', async () => {
    const { tokens } = await cli.json<{ tokens: { id: string }[] }>('token', 'list')
    const [event] = await services.tokens.history(tokens[0]?.id ?? '')
    expect(event).to.deep.include({ name: 'token.minted', address: null })
    expect(event?.by).to.include({ kind: 'operator' })
  })

  describe('that cannot do what it is asked', () => {
    const refused = async (...args: string[]) => {
      const { code, out, err } = await cli.run([...args, '--json'])
      return { code, out, ...JSON.parse(err).error }
    }

    it('says so in one line, with exit code 1', async () => {
      const args = [
        'token',
        'mint',
        '--account',
        'nobody@example.com',
        '--name',
        'x',
        '--scopes',
        'tracker:read',
      ]
      const err = 'There is no account nobody@example.com. List them with: npm run patmint -- account list\n'
      expect(await cli.run(args)).to.deep.equal({ code: 1, out: '', err })
    })

    it('gives programs a code', async () => {
      const weak = ['account', 'create', '--email', 'weak@example.com', '--password-stdin', '--json']
      const { code, err } = await cli.run(weak, 'short')
      expect(code).to.equal(1)
      expect(JSON.parse(err).error).to.include({ code: 'password_refused', field: 'password' })
      const mint = ['token', 'mint', '--account', 'ada@example.com', '--name', 'x', '--scopes']
      const answers = await Promise.all([
        refused('token', 'revoke', 'x'),
        refused('client', 'disable', 'x'),
        refused('account', 'create', '--email', 'ada@example.com'),
        refused(...mint, 'tracker:delete'),
        refused(...mint, 'tracker:read', '--expires-in', '9999'),
        refused(...mint, 'tracker:read', '--never'),
      ])
      expect(answers.map((answer) => answer.code)).to.deep.equal([
        'token_not_found',
        'client_not_found',
        'email_taken',
        'scope_invalid',
        'token_lifetime_too_long',
        'token_expiry_invalid',
      ])
    })

    it('ends with exit code 2 where the command is not right', async () => {
      const mint = ['token', 'mint', '--account', 'a', '--name', 'x', '--scopes', 'y']
      const ended = await Promise.all([
        cli.run(['token', 'mint']),
        cli.run(['tokn', 'list']),
        cli.run([...mint, '--expires-in', '3d']),
        cli.run([...mint, '--expires-in', '3', '--never']),
        cli.run([]),
      ])
      expect(ended.map(({ code }) => code)).to.deep.equal([2, 2, 2, 2, 2])
      const said = ended.map(({ err }) => err)
      expect(said[0]).to.equal(
        "Required option '--account <email>' not specified. Add --help for what there is.\n",
      )
      expect(said[1]).to.contain('Did you mean token?')
      expect(said[2]).to.contain('whole number of days')
      expect(said[3]).to.contain('cannot be used with')
    })

    it('names every problem of the configuration at once', async () => {
      const { code, out, err } = await createCli({ PORT: 'x', PATMINT_SECRET: 'short' }).run([
        'token',
        'list',
      ])
      expect({ code, out }).to.deep.equal({ code: 2, out: '' })
      expect(err).to.contain('PORT must be').and.contain('PATMINT_SECRET must be')
    })

    it('says where the database is that does not answer', async () => {
      const away = createCli({
        DATABASE_URL: 'postgresql://u:pw@127.0.0.1:1/patmint',
        PATMINT_SECRET: SECRET,
      })
      const { code, err } = await away.run(['token', 'list'])
      expect(code).to.equal(1)
      expect(err).to.match(
        /^PostgreSQL at 127\.0\.0\.1:1\/patmint cannot be used: .*\. Check DATABASE_URL\.\n$/,
      )
    })
  })

  it('helps, with examples', async () => {
    const { code, out } = await cli.run(['token', 'mint', '--help'])
    expect(code).to.equal(0)
    expect(out)
      .to.contain('--expires-on')
      .and.contain('--json')
      .and.contain('Examples:\n  npm run patmint -- token mint')
  })
})

describe('patmint migrate', () => {
  it('says what ran the first time, and that nothing had to the second time', async () => {
    const { url, drop } = await emptyDatabase()
    const cli = createCli({ DATABASE_URL: url, PATMINT_SECRET: SECRET })
    const first = await cli.json<{ migrations: string[]; internalClientCreated: boolean }>('migrate')
    expect(first.migrations).to.have.lengthOf.at.least(1)
    expect(first.internalClientCreated).to.equal(true)
    const { out } = await cli.run(['migrate'])
    expect(out).to.equal(
      'The database is up to date; no migration had to run.\nThe internal client was there already.\n',
    )
    await drop()
  })
})
