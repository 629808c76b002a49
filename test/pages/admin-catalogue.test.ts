import { expect } from 'chai'
import { MINUTE } from '../../src/lib/index.ts'
import { signedInBrowser } from '../support/browser.ts'
import { freshServer, PASSWORD, type TestServer } from '../support/server.ts'
import { hidden, type Session, signedIn } from './html.ts'

const SECRET = /id="secret" type="text" value="([0-9A-Za-z]{43})"/

describe('the API catalogue in the console', () => {
  let server: TestServer
  let ada: Session

  beforeEach(async () => {
    server = await freshServer()
    ada = await signedIn(server, 'ada', 'admin')
  })
  afterEach(() => server.close())

  const see = async (path: string) => await (await ada.browser.get(path)).text()

  /** The form of a page, filled in and sent; what is not filled in is left out. */
  async function send(path: string, fields: Record<string, string>, action = path) {
    const form_token = hidden(await see(path), 'form_token')
    const answer = await ada.browser.post(action, { form_token, ...fields })
    return { answer, location: answer.headers.get('location') ?? '', html: await answer.text() }
  }

  const register = (fields: Record<string, string> = {}) =>
    send('/admin/catalogue/new-resource-server', {
      name: 'Tracker API',
      audience: 'https://tracker.example.com',
      modules: 'tracker',
      ...fields,
    })

  const addModule = (fields: Record<string, string>) => send('/admin/catalogue/new-module', fields)

  async function mint(scopes: string[]) {
    const by = { kind: 'account', id: ada.accountId } as const
    return await server.tokens.mint(by, { accountId: ada.accountId, name: 'ci', scopes })
  }

  it('lists modules with their scopes, and says how to begin with resource servers', async () => {
    const html = await see('/admin/catalogue')
    expect(html).to.contain('tracker:write').and.to.contain('No resource server yet')
  })

  it('adds modules: of the usual actions, of their own, and bare scopes', async () => {
    expect((await addModule({ name: 'wiki', shape: 'write' })).location).to.equal(
      '/admin/catalogue?done=added',
    )
    await addModule({ name: 'files', title: 'Files', shape: 'own', actions: 'read, upload  issue_view' })
    await addModule({ name: 'upload', shape: 'bare' })
    const found = await server.catalogue.listModules()
    const actionsOf = (name: string) => found.find((module) => module.name === name)?.actions
    expect(actionsOf('wiki')).to.deep.equal(['read', 'write'])
    expect(actionsOf('files')).to.deep.equal(['read', 'upload', 'issue_view'])
    expect(actionsOf('upload')).to.deep.equal([])
    expect(await see('/admin/catalogue'))
      .to.contain('Bare scope')
      .and.to.contain('files:issue_view')
  })

  it('says beside the field what is wrong, and keeps what was typed', async () => {
    for (const [fields, id] of [
      [{ name: 'Not Good', shape: 'write' }, 'name'],
      [{ name: 'tracker', shape: 'write' }, 'name'],
      [{ name: 'x', shape: '' }, 'shape'],
      [{ name: 'x', shape: 'own', actions: '' }, 'actions'],
      [{ name: 'x', shape: 'own', actions: 'Read!' }, 'actions'],
    ] as const) {
      const { answer, html } = await addModule({ description: 'Kept as typed', ...fields })
      expect(answer.status, JSON.stringify(fields)).to.be.oneOf([400, 409])
      expect(html).to.contain(`id="${id}-error"`).and.to.contain('Kept as typed')
    }
  })

  it('U11 ignores fields that are none of the form’s', async () => {
    await addModule({ name: 'wiki', shape: 'read', createdAt: '2020-01-01', resourceServers: 'x' })
    const module = await server.catalogue.findModule('wiki')
    expect(module?.resourceServers).to.deep.equal([])
    await send('/admin/catalogue/modules/wiki', { name: 'other', title: 'Wiki', shape: 'read' })
    expect(await server.catalogue.findModule('other')).to.equal(undefined)
  })

  it('changes a module at once where no token loses by it', async () => {
    const { location } = await send('/admin/catalogue/modules/tracker', {
      title: 'Issue tracker',
      description: 'Issues.',
      shape: 'read',
    })
    expect(location).to.equal('/admin/catalogue?done=changed')
    expect(await server.catalogue.findModule('tracker')).to.deep.include({
      title: 'Issue tracker',
      actions: ['read'],
    })
  })

  it('says how many live tokens lose something by a change, and asks once', async () => {
    await mint(['tracker:write'])
    await mint(['tracker:read', 'documents:read'])
    const change = { title: 'Tracker', description: '', shape: 'read' }
    const asked = await send('/admin/catalogue/modules/tracker', change)
    expect(asked.answer.status).to.equal(200)
    expect(asked.html).to.contain('1 live token loses something').and.to.contain('tracker:write')
    expect((await server.catalogue.findModule('tracker'))?.actions).to.deep.equal(['read', 'write'])
    const form = ['form_token', 'title', 'description', 'shape', 'actions', 'confirmed']
    const fields = Object.fromEntries(form.map((name) => [name, hidden(asked.html, name)]))
    const answer = await ada.browser.post('/admin/catalogue/modules/tracker', fields)
    expect(answer.headers.get('location')).to.equal('/admin/catalogue?done=changed')
    expect((await server.catalogue.findModule('tracker'))?.actions).to.deep.equal(['read'])
  })

  it('removes a module when it has said who loses by it', async () => {
    await mint(['tracker:read'])
    const path = '/admin/catalogue/modules/tracker/remove'
    expect(await see(path)).to.contain('1 live token loses something')
    expect((await send(path, {})).location).to.equal('/admin/catalogue?done=removed')
    expect((await ada.browser.get(path)).status).to.equal(404)
  })

  it('T7 shows a resource server’s secret once, and it works', async () => {
    const { location } = await register()
    expect(location).to.match(/^\/admin\/catalogue\/resource-servers\/[0-9a-f-]{36}\/secret$/)
    const shown = await ada.browser.get(location)
    expect(shown.headers.get('cache-control')).to.equal('no-store')
    const html = await shown.text()
    const [, secret = ''] = SECRET.exec(html) ?? []
    const [, clientId = ''] = /resource-servers\/([0-9a-f-]{36})/.exec(location) ?? []
    const answer = await fetch(`${server.url}/introspect`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({ token: 'nothing' }),
    })
    expect(await answer.json()).to.deep.equal({ active: false })
    const again = await ada.browser.get(location)
    expect(again.headers.get('location')).to.equal(location.replace('/secret', ''))
    expect(await see(location.replace('/secret', ''))).not.to.contain(secret)
  })

  it('registers nothing where a field is wrong, and says which', async () => {
    for (const [fields, id] of [
      [{ name: '' }, 'name'],
      [{ audience: 'tracker' }, 'audience'],
      [{ modules: 'nothing' }, 'modules'],
    ] as const) {
      const { answer, html } = await register(fields)
      expect(answer.status).to.equal(400)
      expect(html).to.contain(`id="${id}-error"`)
    }
    expect(await server.catalogue.listResourceServers()).to.deep.equal([])
  })

  it('changes what a resource server is called and serves', async () => {
    const at = (await register()).location.replace('/secret', '')
    const changed = await send(`${at}/change`, {
      name: 'Documents API',
      audience: 'https://documents.example.com',
      modules: 'documents',
    })
    expect(changed.location).to.equal(`${at}?done=changed`)
    const [found] = await server.catalogue.listResourceServers()
    expect([found?.name, found?.audience, found?.modules.map(({ name }) => name)]).to.deep.equal([
      'Documents API',
      'https://documents.example.com',
      ['documents'],
    ])
  })

  it('rotates a secret with an overlap, which can be ended', async () => {
    const at = (await register()).location.replace('/secret', '')
    const rotated = await send(`${at}/rotate`, { overlap: 'week' })
    expect(await see(rotated.location)).to.match(SECRET)
    expect(await see(at))
      .to.contain('Two secrets are good')
      .and.to.contain('in 7 days')
    expect((await send(`${at}/end-previous`, {})).location).to.equal(`${at}?done=ended`)
    expect(await see(at)).not.to.contain('Two secrets are good')
  })

  it('says what stops before it disables a resource server, and enables it again', async () => {
    const at = (await register()).location.replace('/secret', '')
    expect(await see(`${at}/disable`)).to.contain('Introspection is refused to Tracker API')
    expect((await send(`${at}/disable`, {})).location).to.equal(`${at}?done=disabled`)
    expect(await see(at)).to.contain('Disabled')
    expect((await send(at, {}, `${at}/enable`)).location).to.equal(`${at}?done=enabled`)
    expect((await server.catalogue.listResourceServers())[0]?.disabledAt).to.equal(null)
  })

  it('U8 asks for the password before a secret is made, in the form too', async () => {
    const at = (await register()).location.replace('/secret', '')
    const tokens: Record<string, string> = {}
    for (const path of ['/admin/catalogue/new-resource-server', `${at}/rotate`])
      tokens[path] = hidden(await see(path), 'form_token')
    server.clock.advance(16 * MINUTE)
    for (const [path, form_token] of Object.entries(tokens)) {
      const asked = await ada.browser.get(path)
      expect(asked.headers.get('location')).to.match(/^\/confirm-password\?/)
      const fields = {
        form_token,
        name: 'Wiki API',
        audience: 'https://wiki.example.com',
        modules: 'tracker',
      }
      const refused = await ada.browser.post(path, { ...fields, overlap: 'none' })
      expect(refused.status).to.equal(403)
      expect(await refused.text()).to.contain('Enter your password again')
    }
    expect(await server.catalogue.listResourceServers()).to.have.length(1)
    const fields = { name: 'Wiki API', audience: 'https://wiki.example.com', modules: 'tracker' }
    const path = '/admin/catalogue/new-resource-server'
    const form_token = tokens[path] ?? ''
    const answer = await ada.browser.post(path, { ...fields, form_token, password: PASSWORD })
    expect(answer.status).to.equal(303)
    expect(await server.catalogue.listResourceServers()).to.have.length(2)
  })

  it('U13 is unknown to members, whatever the id', async () => {
    const at = (await register()).location.replace('/secret', '')
    await server.createAccount('bob')
    const bob = await signedInBrowser(server, 'bob@example.com')
    const form_token = await bob.formToken('/account/security')
    const paths = ['/admin/catalogue', '/admin/catalogue/modules/tracker', at, `${at}/change`, `${at}/rotate`]
    for (const path of paths) {
      expect((await bob.get(path)).status, path).to.equal(404)
      expect((await bob.post(path, { form_token })).status, `post ${path}`).to.be.oneOf([404, 405])
    }
    for (const path of ['/admin/catalogue/modules/nope', '/admin/catalogue/resource-servers/nope', `${at}x`])
      expect((await ada.browser.get(path)).status, path).to.equal(404)
  })
})
