import { expect } from 'chai'
import { assemble, type Services } from '../../src/assemble.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { loadConfig } from '../../src/config/index.ts'
import { createLog, DAY, HOUR } from '../../src/lib/index.ts'
import { freshCli } from './support.ts'

type Row = Record<string, unknown>

describe('the catalogue on the command line', () => {
  let cli: Awaited<ReturnType<typeof freshCli>>
  let services: Services
  let server: string
  let application: string

  before(async () => {
    cli = await freshCli()
    services = await assemble(loadConfig(cli.environment), { log: createLog({ level: 'silent' }) })
    const { catalogue, clients, accounts, tokens } = services
    for (const name of ['tracker', 'wiki']) await catalogue.addModule(OPERATOR, { name })
    const api = { name: 'API', audience: 'https://api.example.com', modules: ['tracker', 'wiki'] }
    server = (await catalogue.createResourceServer(OPERATOR, api)).resourceServer.clientId
    const app = {
      name: 'App',
      redirectUris: ['https://app.example.com/cb'],
      isPublic: false,
      firstParty: false,
    }
    application = (await clients.createApplication(OPERATOR, app)).client.id
    const password = 'a long walk by the sea'
    const given = { email: 'ada@example.com', name: 'Ada', role: 'admin', password } as const
    const { id } = await accounts.create(OPERATOR, given)
    await tokens.mint(
      { kind: 'account', id },
      { accountId: id, name: 'ci', scopes: ['tracker:read', 'wiki:write'] },
    )
  })
  after(async () => {
    await services.close()
    await cli.drop()
  })

  const refusal = async (...args: string[]) => {
    const { code, out, err } = await cli.run([...args, '--json'])
    return { exit: code, out, ...JSON.parse(err).error } as Row
  }

  it('adds modules with actions of their own, and bare scopes', async () => {
    const files = await cli.json<{ module: Row }>('module', 'add', 'files', '--actions', 'read, upload')
    expect(files.module).to.deep.include({
      actions: ['read', 'upload'],
      scopes: ['files:read', 'files:upload'],
    })
    const bare = await cli.run(['module', 'add', 'deploy', '--bare'])
    expect(bare).to.include({ code: 0, out: 'The scope deploy is added.\n' })
    expect((await services.catalogue.findModule('deploy'))?.actions).to.deep.equal([])
    expect(await refusal('module', 'add', 'x', '--actions', 'read', '--bare')).to.include({ exit: 2 })
  })

  it('changes a module, and takes from live tokens only where that is meant', async () => {
    const narrower = ['module', 'change', 'wiki', '--title', 'Team wiki', '--actions', 'read']
    expect(await cli.run(narrower)).to.deep.equal({
      code: 1,
      out: '',
      err: '1 live token would lose wiki:write. Nothing was changed. Where that is meant, force it: --force on the command line, force=true by the API.\n',
    })
    expect(await services.catalogue.findModule('wiki')).to.deep.include({
      title: 'Wiki',
      actions: ['read', 'write'],
    })
    const { module } = await cli.json<{ module: Row }>(...narrower, '--force')
    expect(module).to.deep.include({ title: 'Team wiki', scopes: ['wiki:read'] })
    const wider = await cli.run(['module', 'change', 'wiki', '--actions', 'read,write'])
    expect(wider.out).to.equal('The module “Team wiki” is changed. Its scopes: wiki:read, wiki:write.\n')
  })

  it('removes a module, and one that live tokens need only where that is meant', async () => {
    expect(await cli.json('module', 'remove', 'files')).to.deep.equal({ module: 'files', removed: true })
    expect(await refusal('module', 'remove', 'wiki')).to.include({ exit: 1, code: 'tokens_cut_off' })
    expect(await services.catalogue.findModule('wiki')).to.not.equal(undefined)
    expect((await cli.run(['module', 'remove', 'wiki', '--force'])).out).to.equal(
      'The module wiki is removed.\n',
    )
  })

  it('changes a resource server, and stops serving what live tokens need only where that is meant', async () => {
    const change = ['resource-server', 'change', server]
    const { resourceServer } = await cli.json<{ resourceServer: Row }>(
      ...change,
      '--name',
      'Tracker API',
      '--audience',
      'https://tracker.example.com',
      '--modules',
      'tracker,deploy',
    )
    expect(resourceServer).to.deep.include({
      name: 'Tracker API',
      audience: 'https://tracker.example.com',
      modules: ['deploy', 'tracker'],
    })
    expect(await refusal(...change, '--modules', 'deploy')).to.include({ exit: 1, code: 'tokens_cut_off' })
    expect(await refusal('resource-server', 'change', application, '--name', 'X')).to.include({
      exit: 1,
      code: 'resource_server_not_found',
    })
  })

  it('rotates a resource server’s secret, by default with a day for both', async () => {
    const rotate = ['resource-server', 'rotate-secret', server]
    const rotated = await cli.json<{ resourceServer: Row; clientSecret: string }>(...rotate)
    expect(rotated.clientSecret).to.match(/^\w{43}$/)
    const left = Date.parse(String(rotated.resourceServer['previousSecretEndsAt'])) - Date.now()
    expect(left).to.be.within(DAY - HOUR, DAY)
    const ended = await cli.run(['resource-server', 'end-previous-secret', server])
    expect(ended.out).to.equal('Only the newest secret of “Tracker API” is good.\n')
    const { out } = await cli.run([...rotate, '--overlap', 'none', '--env'])
    expect(out).to.match(/^CLIENT_ID=[0-9a-f-]{36}\nCLIENT_SECRET=\w{43}\n$/)
    expect((await services.clients.find(server))?.previousSecretHash).to.equal(null)
  })

  it('switches a resource server off and on, and nothing else', async () => {
    const { resourceServer } = await cli.json<{ resourceServer: Row }>('resource-server', 'disable', server)
    expect(resourceServer['disabledAt']).to.be.a('string')
    const { out } = await cli.run(['resource-server', 'enable', server])
    expect(out).to.equal(`The resource server “Tracker API” (${server}) is switched on.\n`)
    expect(await refusal('resource-server', 'disable', 'patmint')).to.include({
      code: 'resource_server_not_found',
    })
    expect(await services.clients.isMintingOn()).to.equal(true)
  })

  it('changes an application', async () => {
    const change = ['client', 'change', application]
    const uris = ['--redirect-uri', 'https://a.example.com/cb', '--redirect-uri', 'https://b.example.com/cb']
    const { client } = await cli.json<{ client: Row }>(...change, ...uris, '--first-party')
    expect(client).to.deep.include({
      name: 'App',
      redirectUris: ['https://a.example.com/cb', 'https://b.example.com/cb'],
      firstParty: true,
    })
    const named = await cli.json<{ client: Row }>(...change, '--name', 'Wiki', '--no-first-party')
    expect(named.client).to.deep.include({ name: 'Wiki', firstParty: false })
    expect(named.client['redirectUris']).to.have.length(2)
  })

  it('rotates an application’s secret', async () => {
    const { out } = await cli.run(['client', 'rotate-secret', application, '--overlap', 'week'])
    expect(out).to.contain('“Wiki” has a new secret.\n')
    expect(out).to.match(/^ {2}Client secret {2}\w{43}\n {2}Old secret {5}good until .+ UTC$/m)
    const { client } = await cli.json<{ client: Row }>('client', 'end-previous-secret', application)
    expect(client['previousSecretEndsAt']).to.equal(null)
  })
})
