import { expect } from 'chai'
import { DAY, HOUR, MINUTE } from '../../src/lib/index.ts'
import { Browser, signedInBrowser } from '../support/browser.ts'
import { freshServer, PASSWORD, type TestServer } from '../support/server.ts'
import { GOOD_FORM, generate, hidden, isChecked, secretsIn, signedIn } from './html.ts'

describe('setting up the first administrator', () => {
  let server: TestServer
  beforeEach(async () => {
    server = await freshServer()
  })
  afterEach(() => server.close())

  const fields = { name: 'Ada', email: 'ada@example.com', password: PASSWORD }

  it('takes the printed link, signs in, and leaves the link dead', async () => {
    const key = (await server.accounts.createSetupLink()) ?? ''
    const browser = new Browser(server.url)
    expect(await (await browser.get('/sign-in')).text()).to.contain('no administrator yet')
    const form_token = await browser.formToken(`/setup?key=${key}`)
    const answer = await browser.post('/setup', { ...fields, form_token, key })
    expect(answer.headers.get('location')).to.equal('/account/tokens')
    expect((await browser.get('/account/tokens')).status).to.equal(200)
    expect(await server.accounts.findByEmail('ada@example.com')).to.have.property('role', 'admin')
    const dead = await new Browser(server.url).get(`/setup?key=${key}`)
    expect(dead.status).to.equal(403)
    expect(await dead.text())
      .to.contain('has an administrator already')
      .and.to.contain('href="/sign-in"')
  })

  it('says what to do where the link is no longer good', async () => {
    const key = (await server.accounts.createSetupLink()) ?? ''
    const browser = new Browser(server.url)
    const form_token = await browser.formToken(`/setup?key=${key}`)
    server.clock.advance(HOUR)
    for (const answer of [
      await browser.get(`/setup?key=${key}`),
      await browser.get('/setup?key=guess'),
      await browser.get('/setup'),
      await browser.post('/setup', { ...fields, form_token, key }),
    ]) {
      expect(answer.status).to.equal(403)
      expect(await answer.text())
        .to.contain('Restart the server. It prints a new link.')
        .and.to.contain('npm run patmint -- account create --email you@example.com --admin')
    }
    expect(await server.accounts.hasAdmin()).to.equal(false)
  })

  it('shows what is wrong beside the field, and keeps what was typed', async () => {
    const key = (await server.accounts.createSetupLink()) ?? ''
    const browser = new Browser(server.url)
    const form_token = await browser.formToken(`/setup?key=${key}`)
    const answer = await browser.post('/setup', { ...fields, form_token, key, password: 'short' })
    expect(answer.status).to.equal(400)
    const html = await answer.text()
    expect(html)
      .to.contain('id="password-error"')
      .and.to.contain('value="ada@example.com"')
      .and.not.contain('short"')
  })
})

describe('signing in', () => {
  it('U4 gives an unknown account, a wrong password and a disabled account the same page', async () => {
    const server = await freshServer()
    await server.createAccount('ada')
    const off = await server.createAccount('off')
    await server.database.manager.query('update account set disabled_at = now() where id = $1', [off.id])
    const pages: string[] = []
    for (const [email, password] of [
      ['ada@example.com', 'not the password at all'],
      ['nobody@example.com', PASSWORD],
      ['off@example.com', PASSWORD],
    ] as const) {
      const answer = await new Browser(server.url).signIn(email, password)
      expect(answer.status).to.equal(401)
      const html = await answer.text()
      expect(html).to.contain(`value="${email}"`)
      pages.push(html.replaceAll(email, '').replaceAll(/name="form_token" value="[^"]*"/g, ''))
    }
    expect(new Set(pages).size).to.equal(1)
    await server.close()
  })

  it('goes back to where it began, and nowhere else', async () => {
    const server = await freshServer()
    await server.createAccount('ada')
    for (const [wanted, got] of [
      ['/account/security', '/account/security'],
      ['//evil.example', '/account/tokens'],
      ['https://evil.example', '/account/tokens'],
    ]) {
      const browser = new Browser(server.url)
      const html = await (await browser.get(`/sign-in?return_to=${encodeURIComponent(wanted ?? '')}`)).text()
      const fields = { form_token: hidden(html, 'form_token'), return_to: hidden(html, 'return_to') }
      const answer = await browser.post('/sign-in', {
        ...fields,
        email: 'ada@example.com',
        password: PASSWORD,
      })
      expect(answer.headers.get('location')).to.equal(got)
    }
    await server.close()
  })

  it('U9 signs out by a form only, after asking', async () => {
    const server = await freshServer()
    const { browser } = await signedIn(server, 'ada')
    const html = await (await browser.get('/sign-out')).text()
    expect(html).to.contain('Sign out?').and.to.contain('ada@example.com')
    expect((await browser.get('/account/tokens')).status).to.equal(200)
    await browser.post('/sign-out', { form_token: hidden(html, 'form_token') })
    expect((await browser.get('/account/tokens')).status).to.equal(303)
    await server.close()
  })
})

describe('sign-in & security', () => {
  it('U14 lists sessions by device and address, ends one, and ends all others', async () => {
    const server = await freshServer()
    const { browser } = await signedIn(server, 'ada')
    const others = [
      await signedInBrowser(server, 'ada@example.com'),
      await signedInBrowser(server, 'ada@example.com'),
    ]
    const html = await (await browser.get('/account/security')).text()
    expect(html.match(/class="session-text"/g)).to.have.length(3)
    expect(html).to.contain('This one').and.to.contain('127.0.0.1')
    const form_token = hidden(html, 'form_token')
    const [, first = ''] = /sessions\/([0-9a-f-]{36})\/end/.exec(html) ?? []
    await browser.post(`/account/security/sessions/${first}/end`, { form_token })
    const statuses = async () =>
      await Promise.all(others.map(async (other) => (await other.get('/account/tokens')).status))
    expect(await statuses()).to.have.members([200, 303])
    await browser.post('/account/security/sessions/end-others', { form_token })
    expect(await statuses()).to.deep.equal([303, 303])
    expect((await browser.get('/account/tokens')).status).to.equal(200)
    await server.close()
  })

  it('U5 U7 changes the password: this session goes on with a new secret, the others end, tokens stay', async () => {
    const server = await freshServer()
    const { browser } = await signedIn(server, 'ada')
    const other = await signedInBrowser(server, 'ada@example.com')
    const { secret } = await generate(browser)
    const form_token = await browser.formToken('/account/security')
    const change = (currentPassword: string, newPassword: string) =>
      browser.post('/account/security/password', { form_token, currentPassword, newPassword })
    const wrong = await change('not the password at all', 'another long walk home')
    expect(wrong.status).to.equal(400)
    expect(await wrong.text()).to.contain('id="currentPassword-error"')
    const short = await change(PASSWORD, 'short')
    expect(short.status).to.equal(400)
    expect(await short.text()).to.contain('id="newPassword-error"')
    const before = browser.cookies.get('patmint_session')
    const done = await change(PASSWORD, 'another long walk home')
    expect(done.headers.get('location')).to.equal('/account/security?done=password')
    expect(browser.cookies.get('patmint_session')).not.to.equal(before)
    expect(await (await browser.get('/account/security?done=password')).text()).to.contain(
      'Your password is changed',
    )
    expect((await other.get('/account/tokens')).status).to.equal(303)
    expect(await server.tokens.resolve(secret)).to.have.property('active', true)
    await server.close()
  })
})

describe('the list of tokens', () => {
  it('says what a token is where there is none, and offers the button', async () => {
    const server = await freshServer()
    const { browser } = await signedIn(server, 'ada')
    const html = await (await browser.get('/account/tokens')).text()
    expect(html).to.contain('No tokens yet').and.to.contain('href="/account/tokens/new"')
    await server.close()
  })

  it('counts, filters, searches and sorts; ended ones stay with who, when and why', async () => {
    const server = await freshServer()
    const { browser, accountId } = await signedIn(server, 'ada')
    const by = { kind: 'account', id: accountId } as const
    const mint = (name: string, inDays: number) =>
      server.tokens.mint(by, { accountId, name, scopes: ['tracker:read'], expiry: { inDays } })
    await mint('short', 1)
    await mint('soon', 10)
    await mint('later', 90)
    const dead = await mint('dead', 30)
    await server.tokens.revoke(by, accountId, dead.token.id)
    const page = async (query = '') => await (await browser.get(`/account/tokens${query}`)).text()
    const names = (html: string) =>
      [...html.matchAll(/<th [^>]*class="cell-name"><a [^>]*><bdi>([^<]*)/g)].map(([, name]) => name)
    const counts = [...(await page()).matchAll(/class="count-value">(\d+)</g)].map(([, count]) => count)
    expect(counts).to.deep.equal(['3', '2', '0', '1'])
    expect(names(await page())).to.deep.equal(['short', 'soon', 'later'])
    expect(names(await page('?show=expiring'))).to.deep.equal(['short', 'soon'])
    expect(names(await page('?sort=name'))).to.deep.equal(['later', 'short', 'soon'])
    expect(names(await page('?search=LAT'))).to.deep.equal(['later'])
    expect(names(await page(`?show=revoked&search=${dead.token.hint}`))).to.deep.equal(['dead'])
    const revoked = await page('?show=revoked')
    expect(revoked)
      .to.contain('Revoked <time')
      .and.to.contain('by ada@example.com')
      .and.to.contain('Revoked by its owner')
    expect(await page('?search=zzz'))
      .to.contain('Nothing found')
      .and.to.contain('Clear the search')
    server.clock.advance(2 * DAY)
    await browser.signIn('ada@example.com')
    expect(names(await page('?show=expired'))).to.deep.equal(['short'])
    await server.close()
  })

  it('says when, from where and by whom a token was last used', async () => {
    const server = await freshServer()
    const { browser, accountId } = await signedIn(server, 'ada')
    const { resourceServer } = await server.catalogue.createResourceServer(
      { kind: 'operator' },
      { name: 'Tracker API', audience: 'https://tracker.example.com', modules: ['tracker'] },
    )
    const { id } = await generate(browser)
    server.tokens.touch({ tokenId: id, clientId: resourceServer.clientId, address: '203.0.113.7' })
    await server.tokens.flushUsage()
    server.clock.advance(2 * HOUR)
    const list = await (await browser.get('/account/tokens')).text()
    expect(list)
      .to.match(/>2 hours ago<\/time>/)
      .and.to.contain('from 203.0.113.7 by Tracker API')
    const details = await (await browser.get(`/account/tokens/${id}`)).text()
    expect(details)
      .to.contain('Used once in the last 30 days')
      .and.to.contain('<caption>Uses a day</caption>')
    expect(await server.tokens.get(accountId, id)).to.have.property('lastUsedByName', 'Tracker API')
    await server.close()
  })
})

describe('rotating and revoking in the pages', () => {
  it('rotates with an overlap of a day unless told otherwise, and shows the new secret once', async () => {
    const server = await freshServer()
    const { browser } = await signedIn(server, 'ada')
    const old = await generate(browser)
    const form = await (await browser.get(`/account/tokens/${old.id}/rotate`)).text()
    expect(isChecked(form, 'when', 'day')).to.equal(true)
    const fields = { form_token: hidden(form, 'form_token'), form_key: hidden(form, 'form_key'), when: 'day' }
    const answer = await browser.post(`/account/tokens/${old.id}/rotate`, fields)
    const shown = await (await browser.get(answer.headers.get('location') ?? '')).text()
    const [secret = ''] = secretsIn(shown)
    expect(shown).to.contain('Your new secret')
    expect(await server.tokens.resolve(secret)).to.have.property('active', true)
    expect(await server.tokens.resolve(old.secret)).to.have.property('active', true)
    const again = await browser.post(`/account/tokens/${old.id}/rotate`, fields)
    expect(again.headers.get('location'), 'the same form again').to.match(
      /^\/account\/tokens\/[0-9a-f-]{36}$/,
    )
    const details = await (await browser.get(`/account/tokens/${old.id}`)).text()
    expect(details)
      .to.contain('Active, replaced')
      .and.to.contain('Rotated. The old secret was given one more day.')
    expect(details).not.to.contain(`/account/tokens/${old.id}/rotate`)
    server.clock.advance(DAY + MINUTE)
    expect(await server.tokens.resolve(old.secret)).to.have.property('reason', 'rotated')
    await server.close()
  })

  it('says when the new one ends, and never guesses when the old one is to stop', async () => {
    const server = await freshServer()
    const { browser, accountId } = await signedIn(server, 'ada')
    const { id } = await generate(browser)
    const path = `/account/tokens/${id}/rotate`
    const form = await (await browser.get(path)).text()
    expect(form).to.match(/ends on \d{1,2} [A-Z][a-z]+ 20\d\d/)
    for (const when of ['', 'NOW', 'tomorrow', '\u0000']) {
      const fields = { form_token: hidden(form, 'form_token'), form_key: hidden(form, 'form_key'), when }
      const refused = await browser.post(path, fields)
      expect(refused.status, when).to.equal(400)
      expect(await refused.text()).to.contain('Choose when the old secret stops working.')
    }
    expect(await server.tokens.get(accountId, id)).to.have.property('rotatedTo', null)
    await server.close()
  })

  it('U8 asks for the password before rotating, in the form too', async () => {
    const server = await freshServer()
    const { browser, accountId } = await signedIn(server, 'ada')
    const { id } = await generate(browser, { ...GOOD_FORM, expires_in: '90' })
    const path = `/account/tokens/${id}/rotate`
    const form = await (await browser.get(path)).text()
    server.clock.advance(16 * MINUTE)
    expect((await browser.get(path)).headers.get('location')).to.contain('/confirm-password?return_to=')
    const fields = {
      form_token: hidden(form, 'form_token'),
      form_key: hidden(form, 'form_key'),
      when: 'hour',
    }
    const refused = await browser.post(path, fields)
    expect(refused.status).to.equal(403)
    const html = await refused.text()
    expect(html).to.contain('Enter your password to go on')
    expect(isChecked(html, 'when', 'hour')).to.equal(true)
    expect(await server.tokens.get(accountId, id)).to.have.property('rotatedTo', null)
    const form_token = hidden(html, 'form_token')
    const done = await browser.post(path, { ...fields, form_token, password: PASSWORD })
    expect(done.headers.get('location')).to.match(/\/secret$/)
    await server.close()
  })

  it('says what will stop, asks once, and offers nothing to undo', async () => {
    const server = await freshServer()
    const { browser } = await signedIn(server, 'ada')
    const { id, secret } = await generate(browser)
    const form = await (await browser.get(`/account/tokens/${id}/revoke`)).text()
    expect(form).to.contain('stops working at once').and.to.contain('It can read and write Tracker.')
    const form_token = hidden(form, 'form_token')
    for (const _ of [1, 2]) {
      const answer = await browser.post(`/account/tokens/${id}/revoke`, { form_token })
      expect(answer.headers.get('location')).to.equal('/account/tokens?done=revoked')
    }
    expect(await server.tokens.resolve(secret)).to.have.property('reason', 'revoked')
    expect((await browser.get(`/account/tokens/${id}/revoke`)).headers.get('location')).to.equal(
      `/account/tokens/${id}`,
    )
    const list = await (await browser.get('/account/tokens?show=revoked')).text()
    expect(list).not.to.contain(`/${id}/revoke`).and.not.to.contain(`/${id}/rotate`)
    await server.close()
  })
})
