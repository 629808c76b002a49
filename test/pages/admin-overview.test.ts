import { expect } from 'chai'
import { OPERATOR } from '../../src/audit/index.ts'
import { ADMIN_PAGES } from '../../src/http/pages/admin/index.ts'
import { Browser } from '../support/browser.ts'
import { freshServer, type TestServer } from '../support/server.ts'
import { type Session, signedIn } from './html.ts'

/** What of a page may differ from one request to the next. */
const plain = (html: string): string => html.replaceAll(/Request id <code>[^<]*<\/code>/g, '')

describe('the console', () => {
  let server: TestServer
  let ada: Session
  let grace: Session
  before(async () => {
    server = await freshServer()
    ada = await signedIn(server, 'ada', 'admin')
    grace = await signedIn(server, 'grace')
  })
  after(() => server.close())

  const addresses = () =>
    ADMIN_PAGES.map(({ method, path }) => ({ method, path: path.replaceAll(/:[a-z]+/gi, ada.accountId) }))

  it('U13 is an unknown page to everybody but administrators, at each of its addresses', async () => {
    const form_token = await grace.browser.formToken('/account/security')
    const unknown = plain(await (await grace.browser.get('/nothing-here')).text())
    for (const { method, path } of addresses()) {
      const answer =
        method === 'get' ? await grace.browser.get(path) : await grace.browser.post(path, { form_token })
      expect(answer.status, `${method} ${path}`).to.equal(404)
      expect(plain(await answer.text()), `${method} ${path}`).to.equal(unknown)
    }
  })

  it('asks who is not signed in to sign in, and goes on there', async () => {
    for (const { method, path } of addresses().filter((address) => address.method === 'get')) {
      const answer = await new Browser(server.url).get(path)
      expect(answer.status, `${method} ${path}`).to.equal(303)
      expect(answer.headers.get('location')).to.equal(`/sign-in?return_to=${encodeURIComponent(path)}`)
    }
  })

  it('U9 changes nothing without the form token of this browser', async () => {
    for (const { path } of addresses().filter((address) => address.method === 'post')) {
      expect((await ada.browser.post(path, {})).status, path).to.equal(403)
      expect((await ada.browser.post(path, { form_token: 'AAAAAAAAAAAA.BBBB' })).status, path).to.equal(403)
    }
  })

  it('is linked for administrators only, as organizations are for those who are in one', async () => {
    const adas = await (await ada.browser.get('/account/tokens')).text()
    expect(adas).to.contain('href="/admin"').and.not.contain('href="/organizations"')
    const { id } = await server.organizations.create(OPERATOR, { name: 'Acme' })
    const key = { organizationId: id, accountId: grace.accountId }
    await server.organizations.addMember(OPERATOR, { ...key, role: 'member' })
    const graces = await (await grace.browser.get('/account/tokens')).text()
    expect(graces).to.contain('href="/organizations"').and.not.contain('href="/admin"')
    await server.organizations.removeMember(OPERATOR, key)
    expect(await (await grace.browser.get('/account/tokens')).text()).not.to.contain('href="/organizations"')
  })

  it('closes on the next request for who is an administrator no longer', async () => {
    const eve = await signedIn(server, 'eve', 'admin')
    expect((await eve.browser.get('/admin')).status).to.equal(200)
    await server.accounts.changeRole(OPERATOR, eve.accountId, 'member')
    // Its sessions have ended with it, so it signs in again, and then there is nothing.
    expect((await eve.browser.get('/admin')).headers.get('location')).to.contain('/sign-in')
    await eve.browser.signIn('eve@example.com')
    expect((await eve.browser.get('/admin')).status).to.equal(404)
  })
})

describe('the overview', () => {
  let server: TestServer
  let ada: Session
  beforeEach(async () => {
    server = await freshServer({ PATMINT_TOKEN_ALLOW_NEVER: 'true' })
    ada = await signedIn(server, 'ada', 'admin')
  })
  afterEach(() => server.close())

  const mint = (name: string, inDays: number | 'never') =>
    server.tokens.mint(
      { kind: 'account', id: ada.accountId },
      {
        accountId: ada.accountId,
        name,
        scopes: ['tracker:read'],
        expiry: inDays === 'never' ? inDays : { inDays },
      },
    )
  const overview = async () => await (await ada.browser.get('/admin')).text()

  it('says what to do first where nothing has happened yet', async () => {
    expect(await overview())
      .to.contain('Nothing has happened here yet')
      .and.to.contain('href="/admin/catalogue"')
      .and.to.contain('No token ends within the next 14 days.')
      .and.to.contain('or nobody asked')
  })

  it('counts tokens and lists those that want a look, with their owners', async () => {
    await mint('Break glass', 2)
    const { token } = await mint('CI deploy', 90)
    server.tokens.touch({ tokenId: token.id, clientId: 'patmint', address: '203.0.113.7' })
    await server.tokens.flushUsage()
    const html = await overview()
    for (const [count, label] of [
      [2, 'Active'],
      [1, 'Expiring within 14 days'],
      [1, 'Never used'],
      [0, 'Older than a year'],
    ])
      expect(html).to.contain(
        `<span class="count-value">${count}</span> <span class="count-label">${label}</span>`,
      )
    expect(html).to.contain('Break glass').and.to.contain('ada@example.com').and.not.contain('CI deploy')
  })

  it('draws what was minted, revoked, introspected and refused, and says it in tables too', async () => {
    const { token } = await mint('CI deploy', 90)
    await mint('Laptop', 90)
    await server.tokens.revokeAny(OPERATOR, token.id, 'Gone')
    for (const result of ['active', 'active', 'expired'] as const) server.tokens.countIntrospection(result)
    await server.tokens.flushUsage()
    // As a newer node beside this one would.
    await server.database.manager.query(
      `insert into introspection_count (minute, result, count) values (date_trunc('minute', now()), 'something_new', 1)`,
    )
    const html = await overview()
    expect(html)
      .to.contain('<strong>2</strong> minted')
      .and.to.contain('<strong>1</strong> revoked')
      .and.to.contain('<strong>2</strong> active')
      .and.to.contain('<strong>2</strong> refused')
      .and.to.contain('Something new')
    expect(html.match(/<th scope="row">/g)).to.have.length(30 + 60)
    expect(html).to.match(/<th scope="row">[^<]*<\/th><td>2<\/td><td>1<\/td>/)
  })

  it('finds tokens that are older than a year', async () => {
    const { token } = await mint('Old reader', 'never')
    const old = `update personal_access_token set created_at = now() - interval '400 days' where id = $1`
    await server.database.manager.query(old, [token.id])
    const html = await overview()
    expect(html)
      .to.contain('<span class="count-label">Older than a year</span>')
      .and.to.contain('>1 year ago</time>')
  })
})
