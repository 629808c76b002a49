import { expect } from 'chai'
import { OPERATOR } from '../../src/audit/index.ts'
import { MINUTE } from '../../src/lib/index.ts'
import { Browser } from '../support/browser.ts'
import { freshServer, PASSWORD, type TestServer } from '../support/server.ts'
import { hidden, type Session, secretsIn, signedIn } from './html.ts'

/** The shown link's path. */
const linkIn = (html: string): string => /value="[^"]*(\/welcome\?key=[^"]+)"/.exec(html)?.[1] ?? ''

describe('the accounts of the console', () => {
  let server: TestServer
  let ada: Session
  let grace: Session
  beforeEach(async () => {
    server = await freshServer()
    ada = await signedIn(server, 'ada', 'admin')
    grace = await signedIn(server, 'grace')
  })
  afterEach(() => server.close())

  const see = async (path: string) => await (await ada.browser.get(path)).text()
  const of = (accountId: string) => `/admin/accounts/${accountId}`
  /** The form of a page, sent as it is but for the fields that are filled in. */
  const send = async (page: string, action: string, fields: Record<string, string> = {}) =>
    await ada.browser.post(action, { form_token: await ada.browser.formToken(page), ...fields })
  const invite = (fields: Record<string, string>) => send('/admin/accounts/invite', '/admin/accounts', fields)
  const events = async (name: string) => (await server.audit.list({ name })).events

  describe('the list', () => {
    it('finds accounts by text, role, state and kind, and says where nobody is like that', async () => {
      const { id } = await server.organizations.create(OPERATOR, { name: 'Acme' })
      await server.organizations.createServiceAccount(OPERATOR, { organizationId: id, name: 'Release bot' })
      await server.accounts.invite(OPERATOR, { email: 'new@example.com', name: 'New', role: 'member' })
      for (const [query, found, missing] of [
        ['', 'grace@example.com', 'nobody@'],
        ['search=GRA', 'grace@example.com', 'ada@example.com</bdi></span>'],
        ['role=admin', 'ada@example.com', 'grace@example.com'],
        ['state=invited', 'new@example.com', 'grace@example.com'],
        ['kind=service', 'release-bot@acme.service.internal', 'grace@example.com'],
        ['role=owner&state=x', 'grace@example.com', 'Nobody found'],
      ] as const) {
        const [, main = ''] = (await see(`/admin/accounts?${query}`)).split('<main')
        expect(main, query).to.contain(found).and.not.contain(missing)
      }
      expect(await see('/admin/accounts?search=zzz')).to.contain('Nobody found')
      expect(await see('/admin/accounts?kind=service')).to.contain('Service account')
    })

    it('goes on where a page ended, without skipping or repeating anybody', async () => {
      await server.database.manager.query(
        `insert into account (id, kind, email, name, role, password_changed_at, created_at)
         select gen_random_uuid(), 'person', 'p' || lpad(n::text, 3, '0') || '@example.com', 'P', 'member', now(), now()
           from generate_series(1, 70) n`,
      )
      const first = await see('/admin/accounts?search=p')
      const next = /class="btn pages-next" href="([^"]+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
      const second = await see(next)
      const emails = (html: string) =>
        [...html.matchAll(/<bdi>(p\d{3}@example\.com)<\/bdi>/g)].map(([, email]) => email)
      expect(new Set([...emails(first), ...emails(second)]).size).to.equal(70)
      expect(emails(first).length + emails(second).length).to.equal(70)
      expect(second).to.contain('First page').and.not.contain('Next page')
    })
  })

  describe('inviting', () => {
    it('shows a one-time link once, with which the person chooses a password and is in', async () => {
      const answer = await invite({ email: 'New@Example.com', name: 'Newcomer', role: 'member' })
      expect(answer.status).to.equal(303)
      const path = answer.headers.get('location') ?? ''
      const shown = await ada.browser.get(path)
      expect(shown.headers.get('cache-control')).to.contain('no-store')
      const html = await shown.text()
      expect(html).to.contain('good for 7 days').and.to.contain('new@example.com')
      const link = linkIn(html)
      const again = await ada.browser.get(path)
      expect(again.headers.get('location')).to.equal(path.replace('/link', ''))
      expect(await see(path.replace('/link', '')))
        .to.contain('Waiting for a password')
        .and.not.contain(link)

      const guest = new Browser(server.url)
      const welcome = await (await guest.get(link)).text()
      const fields = { form_token: hidden(welcome, 'form_token'), key: hidden(welcome, 'key') }
      await guest.post('/welcome', { ...fields, password: 'three quiet otters swim' })
      expect((await guest.get('/account/tokens')).status).to.equal(200)
    })

    it('says what is wrong beside the field, and keeps what was typed', async () => {
      for (const [fields, said] of [
        [{ email: 'nonsense', name: 'Kept name', role: 'admin' }, 'invited-email-error'],
        [
          { email: 'grace@example.com', name: 'Kept name', role: 'admin' },
          'There is an account with this e-mail',
        ],
        [{ email: 'x@example.com', name: '\u0000', role: 'admin' }, 'name-error'],
      ] as const) {
        const answer = await invite(fields)
        expect(answer.status).to.be.oneOf([400, 409])
        const html = await answer.text()
        expect(html)
          .to.contain(said)
          .and.to.match(/value="admin" checked/)
      }
      expect(await events('account.invited')).to.have.length(0)
    })

    it('U8 asks for the password where it was entered too long ago, also when only posted to', async () => {
      const form_token = await ada.browser.formToken('/admin/accounts/invite')
      server.clock.advance(16 * MINUTE)
      expect((await ada.browser.get('/admin/accounts/invite')).headers.get('location')).to.contain(
        '/confirm-password',
      )
      const fields = { form_token, email: 'x@example.com', name: 'X', role: 'admin' }
      const refused = await ada.browser.post('/admin/accounts', fields)
      expect(refused.status).to.equal(403)
      const html = await refused.text()
      expect(html).to.contain('name="password"').and.to.contain('value="x@example.com"')
      expect(await server.accounts.findByEmail('x@example.com')).to.equal(undefined)
      const passed = await ada.browser.post('/admin/accounts', {
        ...fields,
        form_token: hidden(html, 'form_token'),
        password: PASSWORD,
      })
      expect(passed.status).to.equal(303)
    })

    it('U11 takes nothing but address, name and role', async () => {
      await invite({
        email: 'x@example.com',
        name: 'X',
        role: 'owner',
        kind: 'service',
        disabledAt: '2020-01-01',
        passwordHash: 'x',
        id: ada.accountId,
      })
      const account = await server.accounts.findByEmail('x@example.com')
      expect(account).to.include({ role: 'member', kind: 'person', disabledAt: null })
      expect(account?.id).not.to.equal(ada.accountId)
    })
  })

  describe('an account', () => {
    it('shows its tokens, sessions and memberships, and what it is', async () => {
      const { id } = await server.organizations.create(OPERATOR, { name: 'Acme' })
      await server.organizations.addMember(OPERATOR, {
        organizationId: id,
        accountId: grace.accountId,
        role: 'admin',
      })
      await server.tokens.mint(OPERATOR, {
        accountId: grace.accountId,
        name: 'CI deploy',
        scopes: ['tracker:read'],
      })
      expect(await see(of(grace.accountId)))
        .to.contain('CI deploy')
        .and.to.contain('href="/admin/organizations/acme"')
        .and.to.contain('End all sessions')
        .and.to.contain('grace@example.com')
    })

    it('U13 is an unknown page under an id that is nobody’s, whatever is asked of it', async () => {
      const form_token = await ada.browser.formToken('/admin/accounts/invite')
      for (const id of ['00000000-0000-7000-8000-000000000000', 'x', '%20', "'"]) {
        for (const part of ['', '/role', '/disable', '/enable', '/password-link', '/link', '/tokens/new'])
          expect((await ada.browser.get(`/admin/accounts/${id}${part}`)).status, id + part).to.equal(404)
        for (const part of ['/role', '/disable', '/enable', '/password-link', '/sessions/end', '/tokens']) {
          const answer = await ada.browser.post(`/admin/accounts/${id}${part}`, { form_token, role: 'admin' })
          expect(answer.status, id + part).to.equal(404)
        }
      }
    })

    it('is disabled after its page has said what stops, and everything stops at once', async () => {
      const { secret } = await server.tokens.mint(OPERATOR, {
        accountId: grace.accountId,
        name: 'CI',
        scopes: ['tracker:read'],
      })
      const page = `${of(grace.accountId)}/disable`
      expect(await see(page))
        .to.contain('1 token stops working.')
        .and.to.contain('1 session ends')
      const answer = await send(page, page)
      expect(answer.headers.get('location')).to.equal(`${of(grace.accountId)}?done=disabled`)
      expect(await server.tokens.resolve(secret)).to.include({ active: false })
      expect((await grace.browser.get('/account/tokens')).status).to.equal(303)
      expect(await see(of(grace.accountId)))
        .to.contain('>Disabled<')
        .and.not.contain('Issue token')
      await send(`${of(grace.accountId)}/enable`, `${of(grace.accountId)}/enable`)
      expect(await server.tokens.resolve(secret)).to.include({ active: true })
      const [event] = await events('account.disabled')
      expect(event?.by.label).to.equal('ada@example.com')
    })

    it('is not disabled where nobody would be left to administer', async () => {
      const page = `${of(ada.accountId)}/disable`
      const answer = await send(page, page)
      expect(answer.status).to.equal(409)
      expect(await answer.text()).to.contain('only administrator')
      expect((await ada.browser.get('/admin')).status).to.equal(200)
    })

    it('U5 gets another role, and signs in again', async () => {
      const page = `${of(grace.accountId)}/role`
      const html = await see(page)
      expect(hidden(html, 'role')).to.equal('admin')
      const answer = await send(page, page, { role: 'admin' })
      expect(answer.headers.get('location')).to.equal(`${of(grace.accountId)}?done=role`)
      expect((await grace.browser.get('/account/tokens')).status).to.equal(303)
      await grace.browser.signIn('grace@example.com')
      expect((await grace.browser.get('/admin')).status).to.equal(200)
    })

    it('U8 changes no role and makes no link without a recent password', async () => {
      const form_token = await ada.browser.formToken(`${of(grace.accountId)}/role`)
      server.clock.advance(16 * MINUTE)
      for (const part of ['/role', '/password-link']) {
        const answer = await ada.browser.post(of(grace.accountId) + part, { form_token, role: 'admin' })
        expect(answer.status, part).to.equal(403)
        expect(await answer.text()).to.contain('name="password"')
        const wrong = await ada.browser.post(of(grace.accountId) + part, {
          form_token,
          role: 'admin',
          password: 'not the password at all',
        })
        expect(wrong.status, part).to.equal(400)
      }
      expect(await server.accounts.find(grace.accountId)).to.have.property('role', 'member')
      expect(await events('account.password_link_created')).to.have.length(0)
    })

    it('gets a one-time link for a new password, and keeps the old one until that is used', async () => {
      const page = `${of(grace.accountId)}/password-link`
      expect(await see(page)).to.contain('The present password works until the link is used')
      const answer = await send(page, page)
      const html = await see(answer.headers.get('location') ?? '')
      expect(html).to.contain('A new password for grace').and.to.contain('24 hours')
      expect((await grace.browser.get('/account/tokens')).status).to.equal(200)
      const guest = new Browser(server.url)
      expect((await guest.get(linkIn(html))).status).to.equal(200)
    })

    it('is signed out everywhere with one button', async () => {
      const answer = await send(of(grace.accountId), `${of(grace.accountId)}/sessions/end`)
      expect(answer.status).to.equal(303)
      expect((await grace.browser.get('/account/tokens')).status).to.equal(303)
      expect(await see(of(grace.accountId))).to.contain('Signed in nowhere')
    })

    it('that is a service account signs in nowhere, has no role to change, and can be disabled', async () => {
      const { id } = await server.organizations.create(OPERATOR, { name: 'Acme' })
      const bot = await server.organizations.createServiceAccount(OPERATOR, {
        organizationId: id,
        name: 'Release bot',
      })
      const html = await see(of(bot.id))
      expect(html).to.contain('Service account').and.to.contain('href="/admin/organizations/acme"')
      for (const part of ['/role', '/password-link']) {
        expect(html).not.to.contain(`${of(bot.id)}${part}`)
        const answer = await send(`${of(grace.accountId)}/role`, of(bot.id) + part, { role: 'admin' })
        expect(answer.status).to.equal(409)
      }
      await send(`${of(bot.id)}/disable`, `${of(bot.id)}/disable`)
      expect((await server.accounts.find(bot.id))?.disabledAt).to.be.a('date')
    })
  })

  describe('issuing a token', () => {
    const FORM = { name: 'CI deploy', expires_in: '30', kind: 'personal', 'access.tracker': 'tracker:read' }
    const issue = async (accountId: string, fields: Record<string, string> = FORM) => {
      const page = await see(`${of(grace.accountId)}/tokens/new`)
      const own = { form_token: hidden(page, 'form_token'), form_key: hidden(page, 'form_key') }
      return await ada.browser.post(`${of(accountId)}/tokens`, { ...own, ...fields })
    }

    it('shows the secret once, to the administrator; the account sees the token and who issued it', async () => {
      const answer = await issue(grace.accountId)
      expect(answer.status).to.equal(303)
      const path = answer.headers.get('location') ?? ''
      expect(path).to.match(/^\/admin\/tokens\/[0-9a-f-]{36}\/secret$/)
      const shown = await ada.browser.get(path)
      expect(shown.headers.get('cache-control')).to.contain('no-store')
      const html = await shown.text()
      expect(html).to.contain('The new token of grace').and.to.contain('The token to hand over to grace')
      const [secret = ''] = secretsIn(html)
      expect(await server.tokens.resolve(secret)).to.include({ active: true })
      expect((await ada.browser.get(path)).headers.get('location')).to.equal(path.replace('/secret', ''))
      const id = path.split('/')[3] ?? ''
      const graces = await (await grace.browser.get(`/account/tokens/${id}`)).text()
      expect(graces).to.contain('Issued by ada@example.com').and.not.contain(secret)
      expect((await grace.browser.get(`/account/tokens/${id}/secret`)).status).to.equal(303)
    })

    it('U12 names both accounts in the audit log', async () => {
      await issue(grace.accountId)
      const [event] = await events('token.minted')
      expect(event?.by.id).to.equal(ada.accountId)
      expect(event?.accountId).to.equal(grace.accountId)
    })

    it('U12 is refused for a disabled account, for another administrator, and for oneself', async () => {
      const eve = await server.createAccount('eve', 'admin')
      const off = await server.createAccount('off')
      await server.accounts.disable(OPERATOR, off.id)
      for (const [id, why] of [
        [eve.id, 'Nobody issues tokens for another administrator'],
        [off.id, 'Enable it first'],
        [ada.accountId, 'Your tokens'],
      ] as const) {
        const page = await ada.browser.get(`${of(id)}/tokens/new`)
        expect(page.status).to.equal(403)
        expect(await page.text()).to.contain(why)
        expect((await issue(id)).status).to.equal(403)
        expect((await server.tokens.list(id)).tokens).to.have.length(0)
      }
    })

    it('U12 offers and takes nothing above what the account itself may grant', async () => {
      const page = await see(`${of(grace.accountId)}/tokens/new`)
      expect(page).not.to.match(/name="scope" value="admin"/)
      const answer = await issue(grace.accountId, { ...FORM, scope: 'admin' })
      expect(answer.status).to.be.oneOf([400, 403])
      expect((await server.tokens.list(grace.accountId)).tokens).to.have.length(0)
    })

    it('U8 asks for the password where it was entered too long ago', async () => {
      const page = await see(`${of(grace.accountId)}/tokens/new`)
      const own = { form_token: hidden(page, 'form_token'), form_key: hidden(page, 'form_key') }
      server.clock.advance(16 * MINUTE)
      const refused = await ada.browser.post(`${of(grace.accountId)}/tokens`, { ...own, ...FORM })
      expect(refused.status).to.equal(403)
      expect(await refused.text()).to.contain('Enter your password to go on')
      expect((await server.tokens.list(grace.accountId)).tokens).to.have.length(0)
    })

    it('U11 issues for the account of the address, as a personal token, whatever else is posted', async () => {
      const answer = await issue(grace.accountId, {
        ...FORM,
        accountId: ada.accountId,
        account_id: ada.accountId,
        madeBy: 'operator',
        expiresAt: '2999-01-01',
      })
      expect(answer.status).to.equal(303)
      const [token] = (await server.tokens.list(grace.accountId)).tokens
      expect(token).to.include({
        kind: 'personal',
        accountId: grace.accountId,
        madeByAccountId: ada.accountId,
      })
    })

    it('mints once, however often the form comes', async () => {
      const page = await see(`${of(grace.accountId)}/tokens/new`)
      const own = { form_token: hidden(page, 'form_token'), form_key: hidden(page, 'form_key') }
      const post = () => ada.browser.post(`${of(grace.accountId)}/tokens`, { ...own, ...FORM })
      await Promise.all([post(), post(), post()])
      expect((await server.tokens.list(grace.accountId)).tokens).to.have.length(1)
    })
  })
})
