import { expect } from 'chai'
import { OPERATOR } from '../../src/audit/index.ts'
import { freshServer, type TestServer } from '../support/server.ts'
import { hidden, secretsIn, signedIn } from './html.ts'
import { type Acme, foundAcme, read, sendForm } from './organization.ts'

const NAMES = /<bdi>([^<]*)<\/bdi>/g
const namesIn = (html: string): string[] => [...html.matchAll(NAMES)].map(([, name]) => name ?? '')

describe('an organization’s pages', () => {
  let server: TestServer
  let all: Acme
  beforeEach(async () => {
    server = await freshServer()
    all = await foundAcme(server)
  })
  afterEach(() => server.close())

  it('lead from “Organizations”, which those see who are in one', async () => {
    const { grace, eve } = all
    const mine = await read(grace.browser, '/organizations')
    expect(namesIn(mine)).to.include.members(['Acme', 'Build'])
    expect(mine).to.contain('href="/organizations/acme/workspaces/build"')
    expect(await read(grace.browser, '/account/tokens')).to.contain('>Organizations</a>')
    expect(await read(eve.browser, '/account/tokens')).not.to.contain('>Organizations</a>')
    expect(await read(eve.browser, '/organizations')).to.contain('You are in no organization')
  })

  it('show members and workspaces to members, and tokens and forms to administrators only', async () => {
    const { ada, linus } = all
    const seen = await linus.browser.get('/organizations/acme')
    expect(seen.headers.get('location')).to.equal('/organizations/acme/members')
    const members = await read(linus.browser, '/organizations/acme/members')
    expect(namesIn(members)).to.include.members(['ada', 'grace', 'linus'])
    expect(members).not.to.contain('Add somebody').and.not.contain('Service accounts')
    expect(await read(linus.browser, '/organizations/acme/workspaces')).to.contain('>Build<')
    expect(await read(linus.browser, '/organizations/acme/workspaces/build')).not.to.contain('>Tokens</h3>')
    expect(await read(ada.browser, '/organizations/acme')).to.contain('No tokens yet')
    expect(await read(ada.browser, '/organizations/acme/members')).to.contain('Add somebody')
  })

  it('search their members where those are many, and say where nobody is like that', async () => {
    const { ada, acme } = all
    const members = '/organizations/acme/members'
    expect(await read(ada.browser, members)).not.to.contain('Search members')
    await server.database.manager.query(
      `with made as (
         insert into account (id, kind, email, name, role, password_changed_at, created_at)
         select gen_random_uuid(), 'person', 'p' || n || '@example.com', 'P' || n, 'member', now(), now()
           from generate_series(101, 160) n returning id)
       insert into organization_membership (organization_id, account_id, role, created_at)
       select $1, id, 'member', now() from made`,
      [acme.id],
    )
    const all60 = await read(ada.browser, `${members}?who=P1`)
    expect(all60).to.contain('value="P1"').and.contain('who=P1&amp;members=p150%40example.com')
    expect(
      namesIn(await read(ada.browser, `${members}?who=P14`)).filter((name) => /^P\d/.test(name)),
    ).to.deep.equal(Array.from({ length: 10 }, (_, n) => `P14${n}`))
    for (const nobody of ['zz', '%25'])
      expect(await read(ada.browser, `${members}?who=${nobody}`)).to.contain('Nobody found')
  })

  it('U13 are not there for strangers, in the words of an address that does not exist', async () => {
    const { acme, ada, eve } = all
    const robot = await server.organizations.createServiceAccount(OPERATOR, {
      organizationId: acme.id,
      name: 'Robot',
    })
    const nowhere = await strip(await eve.browser.get('/nowhere'))
    for (const path of [
      '/organizations/acme',
      '/organizations/globex',
      '/organizations/ACME',
      '/organizations/acme/members',
      `/organizations/acme/members/${ada.accountId}`,
      '/organizations/acme/workspaces',
      '/organizations/acme/workspaces/build',
      '/organizations/acme/workspaces/nothing',
      '/organizations/acme/service-accounts',
      `/organizations/acme/service-accounts/${robot.id}`,
      `/organizations/acme/service-accounts/${robot.id}/disable`,
      `/account/tokens/new?for=${robot.id}`,
      `/account/tokens/new?for=${ada.accountId}`,
      '/account/tokens/new?for=x',
    ]) {
      const answer = await eve.browser.get(path)
      expect(answer.status, path).to.equal(404)
      expect(await strip(answer), path).to.equal(nowhere)
    }
  })

  it('U13 take no post from a stranger, and no change from a member', async () => {
    const { acme, build, ada, linus, eve } = all
    const robot = await server.organizations.createServiceAccount(OPERATOR, {
      organizationId: acme.id,
      name: 'Robot',
    })
    const posts = [
      '/organizations/acme/members',
      `/organizations/acme/members/${ada.accountId}`,
      `/organizations/acme/members/${ada.accountId}/remove`,
      '/organizations/acme/workspaces',
      '/organizations/acme/workspaces/build/members',
      `/organizations/acme/workspaces/build/members/${linus.accountId}`,
      `/organizations/acme/workspaces/build/members/${linus.accountId}/remove`,
      '/organizations/acme/service-accounts',
      `/organizations/acme/service-accounts/${robot.id}/disable`,
      `/organizations/acme/service-accounts/${robot.id}/enable`,
    ]
    const fields = { email: 'eve@example.com', role: 'admin', name: 'Mine', slug: 'mine' }
    for (const path of posts) {
      const byEve = await sendForm(eve.browser, '/account/security', path, fields)
      expect(byEve.status, `a stranger, ${path}`).to.equal(404)
      const byLinus = await sendForm(linus.browser, '/account/security', path, fields)
      expect(byLinus.status, `a member, ${path}`).to.equal(403)
      expect((await ada.browser.post(path, fields)).status, `U9 without its token, ${path}`).to.equal(403)
    }
    const before = await server.organizations.listMembers({ organizationId: acme.id })
    expect(before.map(({ email, role }) => `${email} ${role}`)).to.deep.equal([
      'ada@example.com admin',
      'grace@example.com member',
      'linus@example.com member',
    ])
    expect(await server.organizations.listWorkspaces(acme.id)).to.have.nested.property('[0].id', build.id)
    expect(await server.accounts.find(robot.id)).to.have.property('disabledAt', null)
  })

  it('add a member by address, change the role, say what stops, and remove', async () => {
    const { acme, ada, eve } = all
    const list = '/organizations/acme/members'
    const unknown = await sendForm(ada.browser, list, list, { email: 'nobody@example.com', role: 'member' })
    expect(unknown.status).to.equal(400)
    expect(await unknown.text())
      .to.contain('id="email-error"')
      .and.to.contain('value="nobody@example.com"')
      .and.to.contain('Nobody with this address has an account here')
    const added = await sendForm(ada.browser, list, list, { email: 'EVE@example.com', role: 'admin' })
    expect(added.headers.get('location')).to.equal(`${list}?done=added`)
    const twice = await sendForm(ada.browser, list, list, { email: 'eve@example.com', role: 'member' })
    expect(twice.status).to.equal(409)
    expect(await twice.text()).to.contain('is a member already')

    const by = { kind: 'account', id: eve.accountId } as const
    const { secret } = await server.tokens.mint(by, {
      accountId: eve.accountId,
      kind: 'organization',
      organizationId: acme.id,
      name: 'Deploy',
      scopes: ['tracker:read'],
    })
    const one = `${list}/${eve.accountId}`
    expect(await read(ada.browser, one))
      .to.contain('answers for this token')
      .and.to.contain('Deploy')
    const wrong = await sendForm(ada.browser, one, one, { role: 'owner' })
    expect(wrong.status).to.equal(400)
    const lowered = await sendForm(ada.browser, one, one, { role: 'member' })
    expect(lowered.headers.get('location')).to.equal(`${list}?done=changed`)
    expect(await server.tokens.resolve(secret)).to.have.property('active', false)
    const removed = await sendForm(ada.browser, one, `${one}/remove`, {})
    expect(removed.headers.get('location')).to.equal(`${list}?done=removed`)
    expect((await eve.browser.get('/organizations/acme')).status).to.equal(404)
    expect((await ada.browser.get(one)).status).to.equal(404)
  })

  it('let a workspace’s administrator add those who are in the organization, and nobody else', async () => {
    const { acme, grace, eve } = all
    const hedy = await signedIn(server, 'hedy')
    await server.organizations.addMember(OPERATOR, {
      organizationId: acme.id,
      accountId: hedy.accountId,
      role: 'member',
    })
    const path = '/organizations/acme/workspaces/build'
    expect((await hedy.browser.get(path)).status).to.equal(404)
    const added = await sendForm(grace.browser, path, `${path}/members`, {
      email: 'hedy@example.com',
      role: 'member',
    })
    expect(added.headers.get('location')).to.equal(`${path}?done=added`)
    expect((await hedy.browser.get(path)).status).to.equal(200)
    const stranger = await sendForm(grace.browser, path, `${path}/members`, {
      email: 'eve@example.com',
      role: 'member',
    })
    expect(stranger.status).to.equal(403)
    expect(await stranger.text()).to.contain('They are not in Acme yet')
    expect(await server.organizations.membershipsOf(eve.accountId)).to.deep.equal([])
    const one = `${path}/members/${hedy.accountId}`
    const raised = await sendForm(grace.browser, one, one, { role: 'admin' })
    expect(raised.headers.get('location')).to.equal(`${path}?done=changed`)
    const removed = await sendForm(grace.browser, one, `${one}/remove`, {})
    expect(removed.headers.get('location')).to.equal(`${path}?done=removed`)
  })

  it('U11 create a workspace of this organization, whatever else the form says', async () => {
    const { acme, ada } = all
    const other = await server.organizations.create(OPERATOR, { name: 'Globex' })
    const path = '/organizations/acme/workspaces'
    const fields = {
      name: 'Ship',
      slug: '',
      organizationId: other.id,
      id: other.id,
      disabledAt: '2020-01-01',
    }
    const answer = await sendForm(ada.browser, path, path, fields)
    expect(answer.headers.get('location')).to.equal(`${path}/ship`)
    expect(await server.organizations.findWorkspace(acme.id, 'ship')).to.have.property('disabledAt', null)
    expect(await server.organizations.listWorkspaces(other.id)).to.deep.equal([])
    const again = await sendForm(ada.browser, path, path, { name: 'Ship', slug: '' })
    expect(again.status).to.equal(409)
    expect(await again.text())
      .to.contain('id="slug-error"')
      .and.to.contain('value="Ship"')
    const unnamed = await sendForm(ada.browser, path, path, { name: ' ', slug: 'x' })
    expect(unnamed.status).to.equal(400)
    expect(await unnamed.text()).to.contain('id="name-error"')
  })

  it('create a service account, generate a token for it, disable it and enable it again', async () => {
    const { acme, ada, grace } = all
    const path = '/organizations/acme/service-accounts'
    const created = await sendForm(ada.browser, path, path, { name: 'Release robot', slug: 'robot' })
    const [, one = '', id = ''] =
      /^(.*\/([0-9a-f-]{36}))\?done=created$/.exec(created.headers.get('location') ?? '') ?? []
    expect(await server.accounts.find(id)).to.deep.include({
      kind: 'service',
      organizationId: acme.id,
      email: 'robot@acme.service.internal',
    })
    expect((await grace.browser.get(path)).status, 'a member').to.equal(403)
    expect((await grace.browser.get(`/account/tokens/new?for=${id}`)).status, 'a member').to.equal(403)

    const form = `/account/tokens/new?for=${id}&name=Release&scope=tracker:write`
    const html = await read(ada.browser, form)
    expect(html)
      .to.contain('Generate a token for Release robot')
      .and.to.contain(`action="/account/tokens?for=${id}"`)
      .and.not.contain('value="organization:acme"')
    const form_key = /name="form_key" value="([^"]*)"/.exec(html)?.[1] ?? ''
    const sent = await sendForm(ada.browser, form, `/account/tokens?for=${id}`, {
      form_key,
      name: 'Release',
      expires_in: '30',
      'access.tracker': 'tracker:write',
    })
    const [secret = ''] = secretsIn(await read(ada.browser, sent.headers.get('location') ?? ''))
    const resolved = await server.tokens.resolve(secret)
    expect(resolved).to.have.nested.property('account.id', id)
    expect(await read(ada.browser, one))
      .to.contain('>Release<')
      .and.to.contain('Made by ada@example.com')
    expect(await read(ada.browser, '/organizations/acme')).to.contain('Service account')

    expect(await read(ada.browser, `${one}/disable`))
      .to.contain('stops working at once')
      .and.to.contain('Release')
    await sendForm(ada.browser, `${one}/disable`, `${one}/disable`, {})
    expect(await server.tokens.resolve(secret)).to.have.property('active', false)
    expect(await read(ada.browser, `${one}?done=disabled`)).to.contain('None of its tokens works')
    await sendForm(ada.browser, one, `${one}/enable`, {})
    expect(await server.tokens.resolve(secret)).to.have.property('active', true)
  })

  it('U13 know only service accounts of their own organization, and no people among them', async () => {
    const { ada, linus } = all
    const globex = await server.organizations.create(OPERATOR, { name: 'Globex' })
    const other = await server.organizations.createServiceAccount(OPERATOR, {
      organizationId: globex.id,
      name: 'Robot',
    })
    for (const id of [other.id, linus.accountId, 'x', '0199a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b']) {
      const path = `/organizations/acme/service-accounts/${id}`
      expect((await ada.browser.get(path)).status, id).to.equal(404)
      const post = await sendForm(ada.browser, '/account/security', `${path}/disable`, {})
      expect(post.status, id).to.equal(404)
    }
    expect(await server.accounts.find(linus.accountId)).to.have.property('disabledAt', null)
  })

  it('let an administrator of the server see and manage, and lead to the administration for the tokens', async () => {
    const { acme, ada } = all
    const root = await signedIn(server, 'root', 'admin')
    const by = { kind: 'account', id: ada.accountId } as const
    const { token } = await server.tokens.mint(by, {
      accountId: ada.accountId,
      kind: 'organization',
      organizationId: acme.id,
      name: 'Deploy',
      scopes: ['tracker:read'],
    })
    const html = await read(root.browser, '/organizations/acme')
    expect(html)
      .to.contain('as an administrator of this server')
      .and.to.contain(`href="/admin/tokens/${token.id}"`)
      .and.not.contain(`/account/tokens/${token.id}`)
    expect((await root.browser.get(`/account/tokens/${token.id}`)).status).to.equal(404)
    const list = '/organizations/acme/members'
    const added = await sendForm(root.browser, list, list, { email: 'eve@example.com', role: 'member' })
    expect(added.status).to.equal(303)

    const robot = await server.organizations.createServiceAccount(OPERATOR, {
      organizationId: acme.id,
      name: 'Robot',
    })
    const form = `/account/tokens/new?for=${robot.id}`
    const form_key = hidden(await read(root.browser, form), 'form_key')
    const fields = { form_key, name: 'Release', expires_in: '30', 'access.tracker': 'tracker:read' }
    const sent = await sendForm(root.browser, form, `/account/tokens?for=${robot.id}`, fields)
    const shownAt = sent.headers.get('location') ?? ''
    expect(shownAt).to.match(/^\/admin\/tokens\/[0-9a-f-]{36}\/secret$/)
    const [secret = ''] = secretsIn(await read(root.browser, shownAt))
    expect(await server.tokens.resolve(secret)).to.have.nested.property('account.id', robot.id)
  })

  it('offer no token of a place that is disabled', async () => {
    const { acme, build, ada } = all
    const robot = await server.organizations.createServiceAccount(OPERATOR, {
      organizationId: acme.id,
      name: 'Robot',
    })
    const workspace = '/organizations/acme/workspaces/build'
    const places = [workspace, '/organizations/acme', `/organizations/acme/service-accounts/${robot.id}`]
    for (const path of places) expect(await read(ada.browser, path)).to.contain('Generate token')
    await server.organizations.disableWorkspace(OPERATOR, build.id)
    expect(await read(ada.browser, workspace)).not.to.contain('Generate token')
    await server.organizations.enableWorkspace(OPERATOR, build.id)
    await server.organizations.disable(OPERATOR, acme.id)
    for (const path of places) expect(await read(ada.browser, path)).not.to.contain('Generate token')
  })

  it('say that an organization is disabled', async () => {
    const { acme, linus } = all
    await server.organizations.disable(OPERATOR, acme.id)
    expect(await read(linus.browser, '/organizations/acme/members')).to.contain(
      'This organization is disabled.',
    )
    expect(await read(linus.browser, '/organizations')).to.contain('Disabled')
  })
})

/** A page without what differs by request: its id, and the form tokens. */
async function strip(response: Response): Promise<string> {
  const html = await response.text()
  return html.replaceAll(/<code>[^<]*<\/code>/g, '').replaceAll(/value="[^"]*"/g, '')
}
