import { expect } from 'chai'
import { OPERATOR } from '../../src/audit/index.ts'
import type { Organization } from '../../src/organizations/index.ts'
import { signedInBrowser } from '../support/browser.ts'
import { freshServer, type TestServer } from '../support/server.ts'
import { hidden, type Session, signedIn } from './html.ts'

const ACME = '/admin/organizations/acme'

describe('organizations in the console', () => {
  let server: TestServer
  let ada: Session

  beforeEach(async () => {
    server = await freshServer()
    ada = await signedIn(server, 'ada', 'admin')
  })
  afterEach(() => server.close())

  const see = async (path: string) => await (await ada.browser.get(path)).text()

  async function send(path: string, fields: Record<string, string>, action = path) {
    const form_token = hidden(await see(path), 'form_token')
    const answer = await ada.browser.post(action, { form_token, ...fields })
    return { answer, location: answer.headers.get('location') ?? '', html: await answer.text() }
  }

  const createAcme = (): Promise<Organization> =>
    server.organizations.create(OPERATOR, { name: 'Acme', slug: 'acme' })

  it('says how to begin', async () => {
    expect(await see('/admin/organizations')).to.contain('No organization yet')
  })

  it('creates one, with a slug that is made of its name', async () => {
    const { location } = await send('/admin/organizations/new', { name: 'Café Zürich', slug: '' })
    expect(location).to.equal('/admin/organizations/cafe-zurich?done=created')
    expect(await see(location)).to.contain('Add the first member')
    expect(await see('/admin/organizations')).to.contain('Café Zürich')
  })

  it('shows pages of them, and of the members, workspaces and service accounts of one', async () => {
    const { id } = await createAcme()
    const { manager } = server.database
    await manager.query(
      `insert into organization (id, slug, name, created_at)
       select gen_random_uuid(), 'team-' || n, 'Team ' || n, now() from generate_series(101, 160) n`,
    )
    await manager.query(
      `insert into workspace (id, organization_id, slug, name, created_at)
       select gen_random_uuid(), $1, 'part-' || n, 'Part ' || n, now() from generate_series(101, 160) n`,
      [id],
    )
    await manager.query(
      `with made as (
         insert into account (id, kind, organization_id, email, name, role, password_changed_at, created_at)
         select gen_random_uuid(), k, case when k = 'service' then $1::uuid end, k || n || '@example.com', k || ' ' || n, 'member', now(), now()
           from generate_series(101, 160) n, unnest(array['person', 'service']) k returning id, kind)
       insert into organization_membership (organization_id, account_id, role, created_at)
       select $1, id, 'member', now() from made where kind = 'person'`,
      [id],
    )
    const follow = async (path: string, parameter: string) => {
      const next = new RegExp(`href="([^"]*[?&;]${parameter}=[^"]*)"`).exec(await see(path))?.[1] ?? ''
      return await see(next.replaceAll('&amp;', '&'))
    }
    for (const [path, parameter, shown, not] of [
      ['/admin/organizations', 'after', 'Team 160', 'Team 101'],
      ['/admin/organizations?search=team', 'after', 'Team 160', 'Team 110<'],
      [ACME, 'members', 'person 160', 'person 101'],
      [ACME, 'workspaces', 'Part 160', 'Part 101'],
      [ACME, 'services', 'service 160', 'service 101'],
    ] as const) {
      expect(await see(path), path)
        .to.contain(not.replace('<', ''))
        .and.not.to.contain(shown)
      expect(await follow(path, parameter), path)
        .to.contain(shown)
        .and.not.to.contain(not)
    }
    expect(await see('/admin/organizations?search=nobody')).to.contain('No organization is called that')
    expect(await see(`${ACME}?members=zzz`)).to.contain('There are no more members')
    const own = '/organizations/acme'
    for (const [path, parameter, shown] of [
      [`${own}/members`, 'members', 'person160@'],
      [`${own}/workspaces`, 'after', 'Part 160'],
      [`${own}/service-accounts`, 'after', 'service 160'],
    ] as const)
      expect(await follow(path, parameter), path).to.contain(shown)
  })

  it('says beside the field what is wrong, and keeps what was typed', async () => {
    await createAcme()
    for (const [fields, id] of [
      [{ name: ' ', slug: 'kept' }, 'name'],
      [{ name: 'Kept', slug: 'Not good' }, 'slug'],
      [{ name: 'Kept', slug: 'acme' }, 'slug'],
      [{ name: 'Kept', slug: 'policy' }, 'slug'],
    ] as const) {
      const { answer, html } = await send('/admin/organizations/new', fields)
      expect(answer.status).to.be.oneOf([400, 409])
      expect(html)
        .to.contain(`id="${id}-error"`)
        .and.to.match(/value="kept"/i)
    }
  })

  it('U11 ignores fields that are none of the form’s', async () => {
    await send('/admin/organizations/new', { name: 'Acme', id: 'x', disabledAt: '2020-01-01' })
    const found = await server.organizations.findBySlug('acme')
    expect(found?.disabledAt).to.equal(null)
    expect(found?.id).not.to.equal('x')
  })

  it('is found by its id too, as the audit log knows it', async () => {
    const { id } = await createAcme()
    expect(await see(`/admin/organizations/${id}`)).to.contain('Acme')
  })

  it('adds a member with a role, changes the role, and removes the member', async () => {
    await createAcme()
    const bob = await server.createAccount('bob')
    const added = await send(`${ACME}/members/new`, { email: 'Bob@example.com', role: 'member' })
    expect(added.location).to.equal(`${ACME}?done=added`)
    expect(await see(ACME)).to.contain('bob@example.com')
    const again = await send(`${ACME}/members/new`, { email: 'bob@example.com', role: 'admin' })
    expect(again.answer.status).to.equal(409)
    expect(again.html).to.contain('is a member already').and.to.contain('value="bob@example.com"')
    const at = `${ACME}/members/${bob.id}`
    expect((await send(at, { role: 'admin' })).location).to.equal(`${ACME}?done=role`)
    expect(await see(ACME)).to.contain('Administrator')
    expect(await see(`${at}/remove`)).to.contain('all its workspaces end at once')
    expect((await send(`${at}/remove`, {})).location).to.equal(`${ACME}?done=removed`)
    expect((await ada.browser.get(at)).status).to.equal(404)
  })

  it('says where nobody has an address, and asks for a role', async () => {
    await createAcme()
    const nobody = await send(`${ACME}/members/new`, { email: 'nobody@example.com', role: 'member' })
    expect(nobody.html).to.contain('No account has this e-mail address').and.to.contain('nobody@example.com')
    const roleless = await send(`${ACME}/members/new`, { email: 'ada@example.com', role: 'owner' })
    expect(roleless.html).to.contain('id="role-error"')
  })

  it('creates a workspace, whose members become the organization’s', async () => {
    await createAcme()
    await server.createAccount('bob')
    expect((await send(`${ACME}/workspaces/new`, { name: 'Build' })).location).to.equal(
      `${ACME}?done=workspace`,
    )
    const at = `${ACME}/workspaces/build`
    expect((await send(`${at}/members/new`, { email: 'bob@example.com', role: 'admin' })).location).to.equal(
      `${at}?done=added`,
    )
    expect(await see(at)).to.contain('bob@example.com')
    expect(await see(ACME)).to.contain('bob@example.com')
    expect((await send(`${at}/change`, { name: 'Delivery', slug: 'delivery' })).location).to.equal(
      `${ACME}/workspaces/delivery?done=changed`,
    )
    expect((await ada.browser.get(at)).status).to.equal(404)
  })

  it('creates a service account', async () => {
    await createAcme()
    const { location } = await send(`${ACME}/service-accounts/new`, { name: 'Release bot' })
    expect(location).to.equal(`${ACME}?done=service`)
    expect(await see(ACME)).to.contain('release-bot@acme.service.internal')
    const again = await send(`${ACME}/service-accounts/new`, { name: 'Release bot' })
    expect(again.html).to.contain('id="slug-error"')
  })

  it('says how many tokens stop before it disables an organization or a workspace, and enables them again', async () => {
    const { id: organizationId } = await createAcme()
    const bot = await server.organizations.createServiceAccount(OPERATOR, { organizationId, name: 'Bot' })
    await server.tokens.mint(OPERATOR, { accountId: bot.id, name: 'ci', scopes: ['tracker:read'] })
    await server.organizations.createWorkspace(OPERATOR, { organizationId, name: 'Build' })
    expect(await see(`${ACME}/disable`)).to.contain('1 token stops working')
    expect(await see(`${ACME}/workspaces/build/disable`)).to.contain('0 tokens of it stop')
    for (const at of [ACME, `${ACME}/workspaces/build`]) {
      expect((await send(`${at}/disable`, {})).location).to.equal(`${at}?done=disabled`)
      expect(await see(at)).to.contain('Disabled')
      expect((await send(at, {}, `${at}/enable`)).location).to.equal(`${at}?done=enabled`)
    }
  })

  it('shows what its policy comes to, where the instance has become the stricter one', async () => {
    const { id: organizationId } = await createAcme()
    await server.policies.changeOrganization(OPERATOR, organizationId, { maxDays: 300, tokensPerAccount: 9 })
    expect(await see(ACME)).to.contain('Longest lifetime: 365 days → 300 days')
    await server.policies.change(OPERATOR, { ...(await server.policies.instance()), maxDays: 90 })
    const page = await see(ACME)
    expect(page).to.contain('Tokens per account: 50 → 9').and.not.to.contain('Longest lifetime')
  })

  it('leads to its tokens alone, and to its events', async () => {
    const { id: organizationId } = await createAcme()
    const bot = await server.organizations.createServiceAccount(OPERATOR, { organizationId, name: 'Bot' })
    await server.tokens.mint(OPERATOR, { accountId: bot.id, name: 'nightly', scopes: ['tracker:read'] })
    const by = { kind: 'account', id: ada.accountId } as const
    await server.tokens.mint(by, { accountId: ada.accountId, name: 'elsewhere', scopes: ['tracker:read'] })
    const linked = async (path: string) => {
      const pattern = new RegExp(`href="(${path}\\?organization=[0-9a-f-]{36})"`)
      return await see(pattern.exec(await see(ACME))?.[1] ?? '')
    }
    expect(await linked('/admin/tokens'))
      .to.contain('nightly')
      .and.not.to.contain('elsewhere')
    expect(await linked('/admin/audit'))
      .to.contain('organization.created')
      .and.not.to.contain('session.started</code>')
    expect(await see('/admin/audit?organization=acme')).to.contain('organization.created</code>')
  })

  it('U13 is unknown to members, and to their own administrators too', async () => {
    const { id: organizationId } = await createAcme()
    await server.organizations.createWorkspace(OPERATOR, { organizationId, name: 'Build' })
    const bob = await server.createAccount('bob')
    await server.organizations.addMember(OPERATOR, { organizationId, accountId: bob.id, role: 'admin' })
    const browser = await signedInBrowser(server, 'bob@example.com')
    const form_token = await browser.formToken('/account/security')
    const paths = [
      '/admin/organizations',
      '/admin/organizations/new',
      ACME,
      `${ACME}/change`,
      `${ACME}/disable`,
      `${ACME}/members/new`,
      `${ACME}/members/${bob.id}`,
      `${ACME}/members/${bob.id}/remove`,
      `${ACME}/workspaces/build`,
      `${ACME}/workspaces/new`,
      `${ACME}/service-accounts/new`,
    ]
    for (const path of paths) {
      expect((await browser.get(path)).status, path).to.equal(404)
      expect((await browser.post(path, { form_token })).status, `post ${path}`).to.be.oneOf([404, 405])
    }
    for (const path of ['nope', 'acme/workspaces/nope', `acme/members/${ada.accountId}`, 'acme/members/nope'])
      expect((await ada.browser.get(`/admin/organizations/${path}`)).status, path).to.equal(404)
  })
})
