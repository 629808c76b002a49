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
    const { modules } = await cli.json<{ modules: Row[] }>('module', 'list')
    expect(modules.find(({ name }) => name === 'deploy')).to.deep.include({ actions: [], scopes: ['deploy'] })
    expect(await refusal('module', 'add', 'x', '--actions', 'Read')).to.include({
      exit: 1,
      code: 'module_invalid',
      field: 'actions',
    })
    expect(await refusal('module', 'add', 'x', '--actions', 'read', '--bare')).to.include({ exit: 2 })
  })

  it('changes a module, and what would be lost only where that is meant', async () => {
    const titled = await cli.json<{ module: Row }>('module', 'change', 'wiki', '--title', 'Team wiki')
    expect(titled.module).to.deep.include({ title: 'Team wiki', actions: ['read', 'write'] })
    const narrower = ['module', 'change', 'wiki', '--actions', 'read']
    const refused = await cli.run(narrower)
    expect(refused).to.deep.equal({
      code: 1,
      out: '',
      err: '1 live token would lose wiki:write. Nothing was changed. Add --force where that is meant.\n',
    })
    expect((await services.catalogue.findModule('wiki'))?.actions).to.deep.equal(['read', 'write'])
    const { module } = await cli.json<{ module: Row }>(...narrower, '--force')
    expect(module['scopes']).to.deep.equal(['wiki:read'])
    await cli.json('module', 'change', 'wiki', '--actions', 'read,write')
    expect(await refusal('module', 'change', 'nope', '--title', 'X')).to.include({
      exit: 1,
      code: 'module_not_found',
    })
  })

  it('removes a module that no live token needs, and others only where that is meant', async () => {
    expect(await cli.json('module', 'remove', 'files')).to.deep.equal({ module: 'files', removed: true })
    expect(await refusal('module', 'remove', 'wiki')).to.include({ exit: 1, code: 'tokens_cut_off' })
    expect(await services.catalogue.findModule('wiki')).to.not.equal(undefined)
    expect((await cli.run(['module', 'remove', 'wiki', '--force'])).out).to.equal(
      'The module wiki is removed.\n',
    )
    expect(await refusal('module', 'remove', 'wiki')).to.include({ code: 'module_not_found' })
  })

  it('changes a resource server', async () => {
    const args = ['--name', 'Tracker API', '--audience', 'https://tracker.example.com']
    const { resourceServer } = await cli.json<{ resourceServer: Row }>(
      'resource-server',
      'change',
      server,
      ...args,
      '--modules',
      'tracker,deploy',
    )
    expect(resourceServer).to.deep.include({
      name: 'Tracker API',
      audience: 'https://tracker.example.com',
      modules: ['deploy', 'tracker'],
    })
    const dropping = ['resource-server', 'change', server, '--modules', 'deploy']
    expect(await refusal(...dropping)).to.include({ exit: 1, code: 'tokens_cut_off' })
    const forced = await cli.json<{ resourceServer: Row }>(...dropping, '--force')
    expect(forced.resourceServer['modules']).to.deep.equal(['deploy'])
    expect(await refusal('resource-server', 'change', application, '--name', 'X')).to.include({
      exit: 1,
      code: 'resource_server_not_found',
    })
  })

  it('rotates a resource server’s secret, by default with a day for both', async () => {
    const rotated = await cli.json<{ resourceServer: Row; clientSecret: string }>(
      'resource-server',
      'rotate-secret',
      server,
    )
    expect(rotated.clientSecret).to.match(/^\w{43}$/)
    const left = Date.parse(String(rotated.resourceServer['previousSecretEndsAt'])) - Date.now()
    expect(left).to.be.within(DAY - HOUR, DAY)
    const end = ['resource-server', 'end-previous-secret', server]
    const ended = await cli.json<{ resourceServer: Row }>(...end)
    expect(ended.resourceServer['previousSecretEndsAt']).to.equal(null)
    expect((await cli.run(end)).out).to.equal('Only the newest secret of “Tracker API” is good.\n')
    const lines = await cli.run(['resource-server', 'rotate-secret', server, '--overlap', 'none', '--env'])
    expect(lines.out).to.match(/^CLIENT_ID=[0-9a-f-]{36}\nCLIENT_SECRET=\w{43}\n$/)
    expect(await refusal('resource-server', 'rotate-secret', server, '--overlap', 'year')).to.include({
      exit: 2,
      code: 'usage_invalid',
    })
  })

  it('switches a resource server off and on, and nothing else', async () => {
    const { resourceServer } = await cli.json<{ resourceServer: Row }>('resource-server', 'disable', server)
    expect(resourceServer['disabledAt']).to.be.a('string')
    const on = await cli.run(['resource-server', 'enable', server])
    expect(on.out).to.equal(`The resource server “Tracker API” (${server}) is switched on.\n`)
    expect(await refusal('resource-server', 'disable', 'patmint')).to.include({
      code: 'resource_server_not_found',
    })
    expect(await services.clients.isMintingOn()).to.equal(true)
  })

  it('changes an application', async () => {
    const uris = ['--redirect-uri', 'https://a.example.com/cb', '--redirect-uri', 'https://b.example.com/cb']
    const { client } = await cli.json<{ client: Row }>(
      'client',
      'change',
      application,
      ...uris,
      '--first-party',
    )
    expect(client).to.deep.include({
      name: 'App',
      redirectUris: ['https://a.example.com/cb', 'https://b.example.com/cb'],
      firstParty: true,
    })
    const named = await cli.json<{ client: Row }>('client', 'change', application, '--name', 'Wiki')
    expect(named.client).to.include({ name: 'Wiki', firstParty: true })
    const strange = await cli.json<{ client: Row }>('client', 'change', application, '--no-first-party')
    expect(strange.client).to.include({ firstParty: false })
    expect(await refusal('client', 'change', server, '--name', 'X')).to.include({
      exit: 1,
      code: 'client_not_an_application',
    })
  })

  it('rotates an application’s secret', async () => {
    const { out } = await cli.run(['client', 'rotate-secret', application, '--overlap', 'week'])
    expect(out).to.match(
      /“Wiki” has a new secret\.[\s\S]+Client secret {2}\w{43}\n[\s\S]+Old secret +good until .+ UTC\n/,
    )
    const ended = await cli.json<{ client: Row }>('client', 'end-previous-secret', application)
    expect(ended.client['previousSecretEndsAt']).to.equal(null)
    const none = await cli.run(['client', 'rotate-secret', application, '--overlap', 'none'])
    expect(none.out).to.match(/Old secret +no longer good\n/)
    expect(await refusal('client', 'rotate-secret', 'patmint')).to.include({ code: 'client_has_no_secret' })
  })
})
