import { expect } from 'chai'
import { DAY, MINUTE } from '../../src/lib/index.ts'
import { signedInBrowser } from '../support/browser.ts'
import { freshServer, PASSWORD, type TestServer } from '../support/server.ts'
import { GOOD_FORM, generate, hidden, isChecked, secretsIn, sendTokenForm, signedIn } from './html.ts'

describe('generating a token in the pages', () => {
  let server: TestServer
  before(async () => {
    server = await freshServer()
  })
  after(() => server.close())

  it('T7 shows the secret once: a reload shows the token without it, and no later page has it', async () => {
    const { browser, accountId } = await signedIn(server, 'once')
    const { id, secret, html } = await generate(browser)
    expect(html).to.contain('be able to see it again')
    expect(html).to.contain(`curl -H &#39;Authorization: Bearer ${secret}&#39; ${server.url}/api/v1/whoami`)
    const reload = await browser.get(`/account/tokens/${id}/secret`)
    expect(reload.status).to.equal(303)
    expect(reload.headers.get('location')).to.equal(`/account/tokens/${id}`)
    for (const path of ['', `/${id}`, `/new?from=${id}`, `/${id}/rotate`, `/${id}/revoke`]) {
      const page = await (await browser.get(`/account/tokens${path}`)).text()
      expect(page, path).to.contain('CI deploy').and.not.contain(secret.slice(4, 30))
    }
    expect(await server.tokens.resolve(secret)).to.have.property('active', true)
    expect(await server.tokens.list(accountId)).to.have.nested.property('tokens.length', 1)
  })

  it('T7 T8 never puts the secret into an address, and forbids to store the page or to say where one came from', async () => {
    const { browser } = await signedIn(server, 'headers')
    const { answer, shown, secret } = await generate(browser)
    expect(answer.headers.get('location')).not.to.contain(secret)
    for (const response of [answer, shown]) {
      expect(response.headers.get('cache-control')).to.equal('no-store')
      expect(response.headers.get('referrer-policy')).to.equal('no-referrer')
    }
    const [cookie = ''] = answer.headers.getSetCookie().filter((line) => line.startsWith('patmint_reveal='))
    expect(cookie.toLowerCase())
      .to.contain('samesite=strict')
      .and.to.contain('httponly')
      .and.to.match(/path=\/account\/tokens\/[0-9a-f-]{36}\/secret/)
    expect(Buffer.from(cookie, 'base64url').toString()).not.to.contain(secret.slice(4, 20))
  })

  it('T7 a kept answer shows nothing after a minute, and nothing to another account', async () => {
    const { browser } = await signedIn(server, 'late')
    const eve = await signedIn(server, 'eve')
    const answer = await sendTokenForm(browser, GOOD_FORM)
    const location = answer.headers.get('location') ?? ''
    eve.browser.cookies.set('patmint_reveal', browser.cookies.get('patmint_reveal') ?? '')
    expect((await eve.browser.get(location)).status).to.equal(404)
    server.clock.advance(61_000)
    expect((await browser.get(location)).status).to.equal(303)
  })

  it('mints one token for a form that is sent twice at once, and still shows its secret once', async () => {
    const { browser, accountId } = await signedIn(server, 'twice')
    const html = await (await browser.get('/account/tokens/new')).text()
    const form = { ...GOOD_FORM, form_token: hidden(html, 'form_token'), form_key: hidden(html, 'form_key') }
    const answers = [await browser.post('/account/tokens', form), await browser.post('/account/tokens', form)]
    const [first, second] = answers.map((answer) => answer.headers.get('location'))
    expect(first).to.equal(second)
    const page = await (await browser.get(second ?? '')).text()
    const [secret = ''] = secretsIn(page)
    expect(await server.tokens.resolve(secret)).to.have.property('active', true)
    const third = await browser.post('/account/tokens', form)
    expect(third.headers.get('location')).to.equal(first?.replace('/secret', ''))
    expect(await server.tokens.list(accountId)).to.have.nested.property('tokens.length', 1)
  })

  for (const [what, name] of [
    ['10,000 characters', 'x'.repeat(10_000)],
    ['nothing', '   '],
    ['a NUL byte', 'a\0b'],
    ['a right-to-left override', 'safe\u202Eexe'],
    ['zero-width spaces', 'a\u200Bb'],
  ]) {
    it(`T9 refuses a name of ${what} beside the field, and keeps what was typed`, async () => {
      const { browser } = await signedIn(server, `name-${what?.replaceAll(/[^a-z]/g, '')}`)
      const answer = await sendTokenForm(browser, { ...GOOD_FORM, name: name ?? '', description: 'kept' })
      const html = await answer.text()
      expect(answer.status).to.equal(400)
      expect(html)
        .to.contain('id="name-error"')
        .and.to.contain('aria-invalid="true"')
        .and.to.contain('kept</textarea>')
      expect(isChecked(html, 'access.tracker', 'tracker:write')).to.equal(true)
    })
  }

  it('T9 shows emoji and markup as they were typed', async () => {
    const { browser } = await signedIn(server, 'markup')
    const { id } = await generate(browser, { ...GOOD_FORM, name: '👩‍💻 <script>alert(1)</script> "&' })
    const html = await (await browser.get(`/account/tokens/${id}`)).text()
    expect(html)
      .to.contain('👩‍💻 &lt;script&gt;alert(1)&lt;/script&gt; &quot;&amp;')
      .and.not.contain('<script>alert')
  })

  for (const expires of ['0', '-1', '366', 'NaN', '1e308', '', 'never', '30.5', '9999999999']) {
    it(`T10 refuses an expiry in “${expires}” days beside the field`, async () => {
      const { browser } = await signedIn(server, `expiry${Buffer.from(expires).toString('hex')}`)
      const answer = await sendTokenForm(browser, { ...GOOD_FORM, expires_in: expires })
      expect(answer.status).to.equal(400)
      expect(await answer.text()).to.contain('id="expiry-error"')
    })
  }

  for (const on of ['', '2020-01-01', '10000-01-01', '2027-02-30', '9999-12-31', 'soon']) {
    it(`T10 refuses “${on}” as a last day`, async () => {
      const { browser } = await signedIn(server, `on${Buffer.from(on).toString('hex')}`)
      const answer = await sendTokenForm(browser, { ...GOOD_FORM, expires_in: 'custom', expires_on: on })
      expect(answer.status).to.equal(400)
      expect(await answer.text()).to.contain('id="expiry-error"')
    })
  }

  it('takes a last day, and the token lives to its end', async () => {
    const { browser, accountId } = await signedIn(server, 'custom')
    const on = new Date(server.clock().getTime() + 45 * DAY).toISOString().slice(0, 10)
    const { id } = await generate(browser, { ...GOOD_FORM, expires_in: 'custom', expires_on: on })
    const token = await server.tokens.get(accountId, id)
    expect(token.expiresAt?.getTime()).to.equal(new Date(`${on}T00:00:00Z`).getTime() + DAY)
  })

  for (const [what, fields] of [
    ['none', { 'access.tracker': '' }],
    ['an unknown one', { 'access.tracker': 'tracker:delete' }],
    ['one in another case', { 'access.tracker': 'Tracker:Write' }],
    ['one twice', { 'access.tracker': 'tracker:read', 'access.drive': 'tracker:read' }],
  ] as const) {
    it(`T11 refuses scopes with ${what}`, async () => {
      const { browser, accountId } = await signedIn(server, `scopes-${what.replaceAll(' ', '-')}`)
      const answer = await sendTokenForm(browser, { ...GOOD_FORM, ...fields })
      expect(answer.status).to.equal(400)
      expect(await answer.text()).to.contain('id="scopes-error"')
      expect(await server.tokens.list(accountId)).to.have.nested.property('tokens.length', 0)
    })
  }

  it('T11 does not offer everything to a member, and does not give it', async () => {
    const { browser } = await signedIn(server, 'member')
    expect(await (await browser.get('/account/tokens/new')).text()).not.to.contain('value="admin"')
    const answer = await sendTokenForm(browser, { ...GOOD_FORM, scope: 'admin' })
    expect(answer.status).to.equal(403)
    const admin = await signedIn(server, 'boss', 'admin')
    expect(await (await admin.browser.get('/account/tokens/new')).text()).to.contain('value="admin"')
    expect((await generate(admin.browser, { ...GOOD_FORM, scope: 'admin' })).secret).not.to.equal('')
  })

  it('U11 ignores fields that the form does not have', async () => {
    const { browser, accountId } = await signedIn(server, 'mass')
    const other = await server.createAccount('other')
    const { id } = await generate(browser, {
      ...GOOD_FORM,
      accountId: other.id,
      account_id: other.id,
      expiresAt: '9999-12-31',
      scopes: 'admin',
      secret_hash: 'x',
      revokedAt: '2020-01-01',
      hint: 'aaaa',
      __proto__: 'x',
    })
    const token = await server.tokens.get(accountId, id)
    expect(token.scopes).to.deep.equal(['tracker:write'])
    expect(token.revokedAt).to.equal(null)
  })

  it('fills the form from a link, and sends nothing by itself', async () => {
    const { browser, accountId } = await signedIn(server, 'linked')
    const link =
      '/account/tokens/new?name=CI+deploy&expires_in=60&scope=tracker:read+documents:write&description=From+a+README'
    const html = await (await browser.get(link)).text()
    expect(html).to.contain('value="CI deploy"').and.to.contain('From a README</textarea>')
    expect(isChecked(html, 'expires_in', '60')).to.equal(true)
    expect(isChecked(html, 'access.tracker', 'tracker:read')).to.equal(true)
    expect(isChecked(html, 'access.documents', 'documents:write')).to.equal(true)
    expect(isChecked(html, 'access.drive', '')).to.equal(true)
    expect(html).to.contain('CI deploy can read and write Documents and read Tracker until ')
    expect(html).not.to.contain('Something was left out')
    expect(await server.tokens.list(accountId)).to.have.nested.property('tokens.length', 0)
  })

  it('leaves out of a link what is not good, and says so', async () => {
    const { browser } = await signedIn(server, 'badlink')
    const query = new URLSearchParams({
      name: 'a\u202Eb',
      expires_in: '9999',
      scope: 'tracker:read nope:read admin <b>',
    })
    const html = await (await browser.get(`/account/tokens/new?${query.toString()}`)).text()
    expect(html).to.contain('Something was left out')
    for (const left of ['the name', '“9999”', '“nope:read”', '“admin”', '“&lt;b&gt;”'])
      expect(html).to.contain(left)
    expect(isChecked(html, 'access.tracker', 'tracker:read')).to.equal(true)
    expect(isChecked(html, 'expires_in', '30')).to.equal(true)
  })

  it('turns other lengths of life in a link into a last day', async () => {
    const { browser } = await signedIn(server, 'oddlink')
    const html = await (await browser.get('/account/tokens/new?expires_in=45')).text()
    expect(isChecked(html, 'expires_in', 'custom')).to.equal(true)
    const day = new Date(server.clock().getTime() + 45 * DAY).toISOString().slice(0, 10)
    expect(html).to.contain(`name="expires_on" value="${day}"`)
  })

  it('duplicates a token into the same form', async () => {
    const { browser } = await signedIn(server, 'duplicate')
    const { id } = await generate(browser, { ...GOOD_FORM, expires_in: '90', description: 'Why it is there' })
    const html = await (await browser.get(`/account/tokens/new?from=${id}`)).text()
    expect(html).to.contain('value="CI deploy"').and.to.contain('Why it is there</textarea>')
    expect(isChecked(html, 'expires_in', '90')).to.equal(true)
    expect(isChecked(html, 'access.tracker', 'tracker:write')).to.equal(true)
  })

  it('U8 asks for the password before the form, and goes on where it was', async () => {
    const { browser } = await signedIn(server, 'stale')
    server.clock.advance(16 * MINUTE)
    const path = '/account/tokens/new?name=kept'
    const asked = await browser.get(path)
    expect(asked.status).to.equal(303)
    const gate = asked.headers.get('location') ?? ''
    expect(gate).to.equal(`/confirm-password?return_to=${encodeURIComponent(path)}`)
    const html = await (await browser.get(gate)).text()
    const fields = { form_token: hidden(html, 'form_token'), return_to: hidden(html, 'return_to') }
    const wrong = await browser.post('/confirm-password', { ...fields, password: 'not my password at all' })
    expect(wrong.status).to.equal(400)
    const right = await browser.post('/confirm-password', { ...fields, password: PASSWORD })
    expect(right.headers.get('location')).to.equal(path)
    expect((await browser.get(path)).status).to.equal(200)
  })

  it('U8 a post whose session went stale meanwhile mints nothing, keeps what was typed and asks for the password in place', async () => {
    const { browser, accountId } = await signedIn(server, 'meanwhile')
    const form = await (await browser.get('/account/tokens/new')).text()
    const fields = {
      ...GOOD_FORM,
      form_token: hidden(form, 'form_token'),
      form_key: hidden(form, 'form_key'),
    }
    server.clock.advance(16 * MINUTE)
    const refused = await browser.post('/account/tokens', fields)
    const html = await refused.text()
    expect(refused.status).to.equal(403)
    expect(html).to.contain('Enter your password to go on').and.to.contain('value="CI deploy"')
    expect(await server.tokens.list(accountId)).to.have.nested.property('tokens.length', 0)
    const again = { ...fields, form_token: hidden(html, 'form_token'), form_key: hidden(html, 'form_key') }
    const wrong = await browser.post('/account/tokens', { ...again, password: 'not my password at all' })
    expect(wrong.status).to.equal(400)
    expect(await wrong.text()).to.contain('id="password-error"')
    const before = browser.cookies.get('patmint_session')
    const right = await browser.post('/account/tokens', { ...again, password: PASSWORD })
    expect(right.headers.get('location')).to.match(/\/secret$/)
    expect(browser.cookies.get('patmint_session'), 'U5 the secret of the session').not.to.equal(before)
  })

  it('says at the top how many tokens an account may have', async () => {
    const small = await freshServer({ PATMINT_TOKENS_PER_ACCOUNT: '1' })
    await small.createAccount('ada')
    const browser = await signedInBrowser(small, 'ada@example.com')
    await generate(browser)
    const answer = await sendTokenForm(browser, GOOD_FORM)
    expect(answer.status).to.equal(409)
    expect(await answer.text()).to.contain('An account may have 1 active tokens')
    await small.close()
  })
})

describe('token generation that is switched off', () => {
  it('is said by the list and the form, and minting answers a clear error while tokens keep working', async () => {
    const server = await freshServer()
    const { browser } = await signedIn(server, 'ada')
    const { secret, id } = await generate(browser)
    const form = await (await browser.get('/account/tokens/new')).text()
    const fields = {
      ...GOOD_FORM,
      form_token: hidden(form, 'form_token'),
      form_key: hidden(form, 'form_key'),
    }
    await server.clients.disable({ kind: 'operator' }, 'patmint')
    for (const path of ['', '/new', `/${id}`, `/${id}/rotate`]) {
      expect(await (await browser.get(`/account/tokens${path}`)).text(), path).to.contain(
        'Token generation is off.',
      )
    }
    const list = await (await browser.get('/account/tokens')).text()
    expect(list).not.to.contain('Generate token').and.not.contain('>Duplicate')
    const refused = await browser.post('/account/tokens', fields)
    expect(refused.status).to.equal(403)
    expect(await refused.text()).to.contain('Token generation is switched off by an administrator')
    expect(await server.tokens.resolve(secret)).to.have.property('active', true)
    await server.close()
  })
})
