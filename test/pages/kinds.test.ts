import { expect } from 'chai'
import { OPERATOR } from '../../src/audit/index.ts'
import { DAY, MINUTE } from '../../src/lib/index.ts'
import type { PolicySettings } from '../../src/policy/index.ts'
import { freshServer, PASSWORD, type TestServer } from '../support/server.ts'
import { GOOD_FORM, generate, hidden, isChecked, sendTokenForm, signedIn } from './html.ts'
import { type Acme, foundAcme, read, sendForm } from './organization.ts'

const setPolicy = async (server: TestServer, settings: Partial<PolicySettings>): Promise<unknown> =>
  await server.policies.change(OPERATOR, { ...(await server.policies.instance()), ...settings })

describe('the form that generates a token, with a policy', () => {
  let server: TestServer
  beforeEach(async () => {
    server = await freshServer()
  })
  afterEach(() => server.close())

  it('shows the policy before it is hit', async () => {
    await setPolicy(server, {
      maxDays: 90,
      maxIdleDays: 45,
      requireNetworks: true,
      networks: ['203.0.113.0/24'],
      tokensPerAccount: 3,
    })
    const { browser } = await signedIn(server, 'ada')
    const html = await read(browser, '/account/tokens/new')
    expect(html)
      .to.contain('lives at most 90 days')
      .and.to.contain('ends when it is unused for 45 days')
      .and.to.contain('must name the networks that it is used from')
      .and.to.contain('works only from 203.0.113.0/24')
      .and.to.contain('3 more active tokens fit.')
    expect(html).not.to.contain('1 year')
    expect(html, 'the part is open').to.match(/<details[^>]* id="where" open>/)
    const refused = await sendTokenForm(browser, GOOD_FORM)
    expect(refused.status).to.equal(400)
    expect(await refused.text()).to.contain('id="networks-error"')
    await generate(browser, { ...GOOD_FORM, networks: '203.0.113.7' })
    expect(await read(browser, '/account/tokens/new')).to.contain('2 more active tokens fit.')
  })

  it('offers only what the account may grant, and names what is left out', async () => {
    await setPolicy(server, { memberScopes: ['*:read', 'tracker:write'] })
    const { browser } = await signedIn(server, 'ada')
    const html = await read(browser, '/account/tokens/new')
    expect(html).to.contain('value="tracker:write"').and.to.contain('value="documents:read"')
    expect(html).not.to.contain('value="documents:write"').and.not.contain('value="admin"')
    expect(html)
      .to.contain('Not offered, because your account may not grant it:')
      .and.to.contain('<code>documents:write</code>')
    const answer = await sendTokenForm(browser, { ...GOOD_FORM, 'access.documents': 'documents:write' })
    expect(answer.status).to.equal(403)
    expect(await answer.text()).to.contain('id="scopes-error"')
  })

  it('offers actions of a module’s own, and scopes without a module', async () => {
    await server.catalogue.addModule(OPERATOR, {
      name: 'files',
      title: 'Files',
      actions: ['read', 'issue_view'],
    })
    await server.catalogue.addModule(OPERATOR, { name: 'upload', title: 'Upload', actions: [] })
    const { browser, accountId } = await signedIn(server, 'ada')
    const html = await read(browser, '/account/tokens/new?name=x&scope=files:issue_view+upload')
    expect(isChecked(html, 'scope', 'files:issue_view')).to.equal(true)
    expect(isChecked(html, 'access.upload', 'upload')).to.equal(true)
    const { id } = await generate(browser, {
      name: 'x',
      expires_in: '30',
      scope: 'files:issue_view',
      'access.upload': 'upload',
    })
    const { scopes } = await server.tokens.get(accountId, id)
    expect([...scopes].sort()).to.deep.equal(['files:issue_view', 'upload'])
  })

  it('takes networks, one a line, and refuses what is none beside the field', async () => {
    const { browser, accountId } = await signedIn(server, 'ada')
    const refused = await sendTokenForm(browser, { ...GOOD_FORM, networks: '10.0.0.0/8\n10.1' })
    expect(refused.status).to.equal(400)
    expect(await refused.text())
      .to.contain('id="networks-error"')
      .and.to.contain('10.0.0.0/8\n10.1</textarea>')
    const { id, html } = await generate(browser, { ...GOOD_FORM, networks: '10.0.0.0/8\n2001:DB8::/32' })
    expect((await server.tokens.get(accountId, id)).networks).to.deep.equal(['10.0.0.0/8', '2001:db8::/32'])
    expect(html).to.contain('10.0.0.0/8, 2001:db8::/32')
    expect(await read(browser, `/account/tokens/${id}`)).to.contain('10.0.0.0/8\n2001:db8::/32')
  })

  it('binds a token to chosen resource servers, and refuses one that is none', async () => {
    const { resourceServer } = await server.catalogue.createResourceServer(OPERATOR, {
      name: 'Tracker API',
      audience: 'https://tracker.example.com',
      modules: ['tracker'],
    })
    const { browser, accountId } = await signedIn(server, 'ada')
    expect(await read(browser, '/account/tokens/new')).to.contain('https://tracker.example.com')
    const refused = await sendTokenForm(browser, { ...GOOD_FORM, resource_server: 'nobody' })
    expect(refused.status).to.equal(400)
    expect(await refused.text()).to.contain('class="notice notice-bad"')
    const { id } = await generate(browser, { ...GOOD_FORM, resource_server: resourceServer.clientId })
    const { resourceServers } = await server.tokens.get(accountId, id)
    expect(resourceServers).to.deep.equal([{ clientId: resourceServer.clientId, name: 'Tracker API' }])
    expect(await read(browser, `/account/tokens/${id}`)).to.contain('<bdi>Tracker API</bdi>')
    const again = await read(browser, `/account/tokens/new?from=${id}`)
    expect(isChecked(again, 'resource_server', resourceServer.clientId)).to.equal(true)
  })

  it('fills kind and networks from a link, and says what it left out', async () => {
    const { ada } = await foundAcme(server)
    const good = await read(
      ada.browser,
      '/account/tokens/new?kind=workspace:acme/build&networks=10.0.0.0/8,203.0.113.7',
    )
    expect(isChecked(good, 'kind', 'workspace:acme/build')).to.equal(true)
    expect(good).to.contain('10.0.0.0/8\n203.0.113.7</textarea>')
    const bad = await read(ada.browser, '/account/tokens/new?kind=organization:globex&networks=10.1')
    expect(isChecked(bad, 'kind', 'personal')).to.equal(true)
    for (const left of ['the kind “organization:globex”', 'the network “10.1”']) expect(bad).to.contain(left)
  })

  it('says where a policy leaves nothing to generate', async () => {
    await setPolicy(server, { kinds: ['organization'] })
    const { browser } = await signedIn(server, 'ada')
    expect(await read(browser, '/account/tokens/new')).to.contain(
      'There is no kind of token to generate here.',
    )
    const root = await read(browser, '/account/tokens/new')
    expect(root).not.to.contain('data-token-form')
  })
})

describe('tokens of workspaces and organizations in the pages', () => {
  let server: TestServer
  let all: Acme
  beforeEach(async () => {
    server = await freshServer()
    all = await foundAcme(server)
  })
  afterEach(() => server.close())

  const BUILD = { ...GOOD_FORM, kind: 'workspace:acme/build' }

  it('U11 U13 are generated by administrators of the place, and by nobody else whatever the form says', async () => {
    const { acme, build, ada, grace, linus } = all
    const own = await read(grace.browser, '/account/tokens/new')
    expect(own).to.contain('value="workspace:acme/build"').and.not.contain('value="organization:acme"')
    expect(await read(ada.browser, '/account/tokens/new')).to.contain('value="organization:acme"')
    const { id } = await generate(grace.browser, BUILD)
    expect(await server.tokens.get(grace.accountId, id)).to.deep.include({
      kind: 'workspace',
      workspace: { id: build.id, slug: 'build', name: 'Build' },
    })
    for (const kind of [
      'workspace:acme/build',
      'organization:acme',
      'organization:globex',
      'team',
      'x\u0000',
    ]) {
      const refused = await sendTokenForm(linus.browser, {
        ...GOOD_FORM,
        kind,
        organizationId: acme.id,
        workspaceId: build.id,
      })
      expect(refused.status, kind).to.equal(403)
      expect(await refused.text(), kind).to.contain('Choose whose token it is from the list')
    }
    expect(await server.tokens.listOfPlace({ organizationId: acme.id })).to.have.nested.property(
      'tokens.length',
      1,
    )
  })

  it('are listed with their kind and maker, in the place and with whoever answers for them', async () => {
    const { ada, grace, linus } = all
    const { id } = await generate(grace.browser, BUILD)
    for (const html of [
      await read(ada.browser, '/organizations/acme'),
      await read(ada.browser, '/organizations/acme/workspaces/build'),
      await read(grace.browser, '/organizations/acme/workspaces/build'),
      await read(grace.browser, '/account/tokens'),
    ]) {
      expect(html)
        .to.contain('Workspace Build')
        .and.to.contain('Made by grace@example.com')
        .and.to.contain(`/account/tokens/${id}/revoke`)
    }
    expect((await linus.browser.get(`/account/tokens/${id}`)).status).to.equal(404)
    const details = await read(ada.browser, `/account/tokens/${id}`)
    expect(details)
      .to.contain('It belongs to the workspace Build of Acme.')
      .and.to.contain('href="/organizations/acme/workspaces/build"')
  })

  it('are inactive with the reason when their maker loses the role, until another administrator adopts them', async () => {
    const { acme, build, ada, grace, linus } = all
    const { id, secret } = await generate(grace.browser, BUILD)
    const key = { organizationId: acme.id, workspaceId: build.id, accountId: grace.accountId }
    await server.organizations.changeMember(OPERATOR, { ...key, role: 'member' })
    const why = 'Inactive: grace is no longer an administrator of Build'
    expect(await read(ada.browser, '/organizations/acme'))
      .to.contain(why)
      .and.to.contain(`/${id}/adopt`)
    expect(await read(ada.browser, `/account/tokens/${id}`))
      .to.contain(why)
      .and.to.contain('Adopt it')
    expect((await grace.browser.get(`/account/tokens/${id}`)).status).to.equal(404)
    const path = `/account/tokens/${id}/adopt`
    for (const { browser } of [grace, linus]) {
      const refused = await sendForm(browser, '/account/security', path, { accountId: ada.accountId })
      expect(refused.status).to.equal(404)
    }
    expect((await ada.browser.post(path, {})).status, 'U9').to.equal(403)
    expect(await server.tokens.resolve(secret)).to.have.property('active', false)
    const adopted = await sendForm(ada.browser, `/account/tokens/${id}`, path, {})
    expect(adopted.headers.get('location')).to.equal(`/account/tokens/${id}?done=adopted`)
    expect(await server.tokens.resolve(secret)).to.have.property('active', true)
    const details = await read(ada.browser, `/account/tokens/${id}?done=adopted`)
    expect(details)
      .to.contain('You answer for this token now')
      .and.to.contain('Made by grace@example.com, adopted by ada')
      .and.to.contain('<p>Adopted</p>')
      .and.not.contain('/adopt"')
  })
})

describe('editing a token in the pages', () => {
  let server: TestServer
  beforeEach(async () => {
    server = await freshServer()
  })
  afterEach(() => server.close())

  it('changes name and description and narrows scopes, and never widens them', async () => {
    const { browser, accountId } = await signedIn(server, 'ada')
    const { id, secret } = await generate(browser)
    const path = `/account/tokens/${id}/edit`
    const html = await read(browser, path)
    expect(html).to.contain('value="tracker:read"').and.not.contain('value="documents:read"')
    expect(isChecked(html, 'access.tracker', 'tracker:write')).to.equal(true)
    const fields = { name: 'Deploy', description: 'Why', 'access.tracker': 'tracker:read' }
    const done = await sendForm(browser, path, path, fields)
    expect(done.headers.get('location')).to.equal(`/account/tokens/${id}?done=edited`)
    expect(await server.tokens.get(accountId, id)).to.deep.include({
      name: 'Deploy',
      description: 'Why',
      scopes: ['tracker:read'],
    })
    expect(await server.tokens.resolve(secret)).to.have.property('active', true)
    expect(await read(browser, `/account/tokens/${id}`)).to.contain(
      '<p>Edited: name, description, fewer scopes</p>',
    )
    for (const [wider, status] of [
      [{ 'access.tracker': 'tracker:write' }, 400],
      [{ 'access.tracker': 'tracker:read', 'access.documents': 'documents:read' }, 400],
      [{ scope: 'admin' }, 400],
      [{ 'access.tracker': '' }, 400],
    ] as const) {
      const refused = await sendForm(browser, path, path, { name: 'Deploy', ...wider } as Record<
        string,
        string
      >)
      expect(refused.status, JSON.stringify(wider)).to.be.oneOf([status, 403])
      expect(await refused.text()).to.contain('id="scopes-error"')
    }
    expect((await server.tokens.get(accountId, id)).scopes).to.deep.equal(['tracker:read'])
  })

  it('keeps what was typed beside what is wrong', async () => {
    const { browser } = await signedIn(server, 'ada')
    const { id } = await generate(browser)
    const path = `/account/tokens/${id}/edit`
    const fields = {
      name: 'a\u202Eb',
      description: 'kept',
      'access.tracker': 'tracker:read',
      networks: '10.1',
    }
    const refused = await sendForm(browser, path, path, fields)
    expect(refused.status).to.equal(400)
    const html = await refused.text()
    expect(html)
      .to.contain('id="name-error"')
      .and.to.contain('kept</textarea>')
      .and.to.contain('10.1</textarea>')
    expect(isChecked(html, 'access.tracker', 'tracker:read')).to.equal(true)
  })

  it('U8 asks for the password where the token would work from more networks, and not where it works from fewer', async () => {
    const { browser, accountId } = await signedIn(server, 'ada')
    const { id } = await generate(browser, { ...GOOD_FORM, networks: '10.0.0.0/8' })
    const path = `/account/tokens/${id}/edit`
    const fields = { name: 'CI deploy', 'access.tracker': 'tracker:write' }
    server.clock.advance(16 * MINUTE)
    const same = await sendForm(browser, path, path, { ...fields, networks: '10.0.0.0/8' })
    expect(same.status).to.equal(303)
    for (const networks of ['', '10.0.0.0/8\n192.0.2.0/24', '0.0.0.0/0']) {
      const refused = await sendForm(browser, path, path, { ...fields, networks })
      expect(refused.status, networks).to.equal(403)
      expect(await refused.text()).to.contain('Enter your password to go on')
    }
    expect((await server.tokens.get(accountId, id)).networks).to.deep.equal(['10.0.0.0/8'])
    const done = await sendForm(browser, path, path, { ...fields, networks: '', password: PASSWORD })
    expect(done.status).to.equal(303)
    expect((await server.tokens.get(accountId, id)).networks).to.deep.equal([])
  })

  it('U11 U13 takes nothing else, and is not there for anybody else', async () => {
    const { browser, accountId } = await signedIn(server, 'ada')
    const eve = await signedIn(server, 'eve')
    const { id } = await generate(browser)
    const before = await server.tokens.get(accountId, id)
    const path = `/account/tokens/${id}/edit`
    const fields = { name: 'CI deploy', description: '', 'access.tracker': 'tracker:write' }
    await sendForm(browser, path, path, {
      ...fields,
      accountId: eve.accountId,
      expiresAt: '9999-12-31',
      kind: 'organization',
      hint: 'aaaa',
      revokedAt: '',
    })
    expect(await server.tokens.get(accountId, id)).to.deep.equal(before)
    expect((await eve.browser.get(path)).status).to.equal(404)
    const post = await sendForm(eve.browser, '/account/security', path, { ...fields, name: 'Mine' })
    expect(post.status).to.equal(404)
    expect(await server.tokens.get(accountId, id)).to.have.property('name', 'CI deploy')
  })

  it('binds to fewer resource servers, and to no more', async () => {
    const clientIds: string[] = []
    for (const name of ['tracker', 'documents']) {
      const { resourceServer } = await server.catalogue.createResourceServer(OPERATOR, {
        name,
        audience: `https://${name}.example.com`,
        modules: [name],
      })
      clientIds.push(resourceServer.clientId)
    }
    const [one = '', two = ''] = clientIds
    const { browser, accountId } = await signedIn(server, 'ada')
    const { id } = await generate(browser)
    const path = `/account/tokens/${id}/edit`
    const fields = { name: 'CI deploy', 'access.tracker': 'tracker:write' }
    expect((await sendForm(browser, path, path, { ...fields, resource_server: one })).status).to.equal(303)
    const bound = await server.tokens.get(accountId, id)
    expect(bound.resourceServers?.map(({ clientId }) => clientId)).to.deep.equal([one])
    expect(await read(browser, path)).not.to.contain(two)
    const wider = await sendForm(browser, path, path, { ...fields, resource_server: two })
    expect(wider.status).to.equal(403)
    expect(await wider.text()).to.contain('id="resource-servers-error"')
    const none = await sendForm(browser, path, path, fields)
    expect(none.status).to.equal(400)
    expect(await none.text()).to.contain('id="resource-servers-error"')
  })

  it('leads back to a token that has ended, which cannot be edited', async () => {
    const { browser, accountId } = await signedIn(server, 'ada')
    const { id } = await generate(browser)
    await server.tokens.revoke({ kind: 'account', id: accountId }, accountId, id)
    const answer = await browser.get(`/account/tokens/${id}/edit`)
    expect(answer.headers.get('location')).to.equal(`/account/tokens/${id}`)
  })
})

describe('what an account is told about its tokens', () => {
  let server: TestServer
  beforeEach(async () => {
    server = await freshServer()
  })
  afterEach(() => server.close())

  it('U12 names the administrator who issued one, in a notice for two weeks and in its details for good', async () => {
    const root = await signedIn(server, 'root', 'admin')
    const { browser, accountId } = await signedIn(server, 'ada')
    const by = { kind: 'account', id: root.accountId } as const
    const { token } = await server.tokens.mint(by, { accountId, name: 'Import', scopes: ['tracker:read'] })
    const list = await read(browser, '/account/tokens')
    expect(list)
      .to.contain('<bdi>root@example.com</bdi> issued the token')
      .and.to.contain('Issued by root@example.com, an administrator')
    expect(await read(browser, `/account/tokens/${token.id}`)).to.contain(
      'Issued by root@example.com, an administrator',
    )
    server.clock.advance(15 * DAY)
    await browser.signIn('ada@example.com')
    expect(await read(browser, '/account/tokens')).not.to.contain('issued the token')
  })

  it('says from when a new policy ends a token, and by which rule', async () => {
    const { browser } = await signedIn(server, 'ada')
    const { id } = await generate(browser, { ...GOOD_FORM, expires_in: '365' })
    await setPolicy(server, { maxDays: 30 })
    for (const path of ['/account/tokens', `/account/tokens/${id}`]) {
      expect(await read(browser, path)).to.match(
        /Ends \d{1,2} [A-Z][a-z]+ 20\d\d by the new policy: longest life/,
      )
    }
    server.clock.advance(31 * DAY)
    await browser.signIn('ada@example.com')
    expect(await read(browser, '/account/tokens?show=expired')).to.contain('by policy: longest life')
  })

  it('T11 names the scopes that fall away when a token is rotated', async () => {
    const { browser, accountId } = await signedIn(server, 'ada')
    const { id } = await generate(browser, { ...GOOD_FORM, 'access.documents': 'documents:write' })
    await setPolicy(server, { memberScopes: ['tracker:*'] })
    const path = `/account/tokens/${id}/rotate`
    const html = await read(browser, path)
    expect(html)
      .to.contain('The new token will have fewer scopes.')
      .and.to.contain('<code>documents:write</code>')
    const fields = { form_key: hidden(html, 'form_key'), when: 'now' }
    const answer = await sendForm(browser, path, path, fields)
    const [, next = ''] = /tokens\/([0-9a-f-]{36})\/secret/.exec(answer.headers.get('location') ?? '') ?? []
    expect((await server.tokens.get(accountId, next)).scopes).to.deep.equal(['tracker:write'])
  })
})
