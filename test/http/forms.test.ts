import { expect } from 'chai'
import { pagesRouter } from '../../src/http/pages/index.ts'
import { Browser, signedInBrowser } from '../support/browser.ts'
import { freshServer, PASSWORD, type TestServer } from '../support/server.ts'

const signInFields = { email: 'ada@example.com', password: PASSWORD }

describe('cookies', () => {
  it('U6 are signed, HttpOnly and SameSite=Lax', async () => {
    const server = await freshServer()
    await server.createAccount('ada')
    const browser = new Browser(server.url)
    const answer = await browser.signIn('ada@example.com')
    expect(answer.status).to.equal(303)
    const [line = ''] = answer.headers
      .getSetCookie()
      .filter((cookie) => cookie.startsWith('patmint_session='))
    expect(line.toLowerCase())
      .to.contain('; path=/')
      .and.to.contain('; samesite=lax')
      .and.to.contain('; httponly')
    expect(line).to.match(/^patmint_session=[A-Za-z0-9]{43}\.[\w-]{43};/)
    await server.close()
  })

  it('U6 are __Host- and Secure where the issuer is https', async () => {
    const server = await freshServer({ PATMINT_ISSUER: 'https://tokens.example.com' })
    const answer = await fetch(`${server.url}/sign-in`)
    const [line = ''] = answer.headers.getSetCookie()
    expect(line).to.match(/^__Host-patmint_browser=/)
    expect(line.toLowerCase()).to.contain('; secure').and.to.contain('; path=/').and.not.to.contain('domain')
    await server.close()
  })

  it('U6 with another signature, or a signature from another cookie, count for nothing', async () => {
    const server = await freshServer()
    await server.createAccount('ada')
    const browser = await signedInBrowser(server, 'ada@example.com')
    const session = browser.cookies.get('patmint_session') ?? ''
    const page = async () => (await browser.get('/account/tokens')).status
    expect(await page()).to.equal(200)
    for (const forged of [
      `${session.slice(0, -2)}AA`,
      session.split('.')[0] ?? '',
      `x${session}`,
      browser.cookies.get('patmint_browser') ?? '',
    ]) {
      browser.cookies.set('patmint_session', forged)
      expect(await page(), forged.slice(0, 5)).to.equal(303)
    }
    await server.close()
  })
})

describe('a session', () => {
  it('U5 gets a new secret at sign-in, whatever the browser brought along', async () => {
    const server = await freshServer()
    await server.createAccount('ada')
    const attacker = await signedInBrowser(server, 'ada@example.com')
    const planted = attacker.cookies.get('patmint_session') ?? ''
    const victim = new Browser(server.url)
    victim.cookies.set('patmint_session', planted)
    const form_token = await victim.formToken('/sign-in').catch(() => undefined)
    if (form_token !== undefined) await victim.post('/sign-in', { ...signInFields, form_token })
    victim.cookies.delete('patmint_session')
    await victim.signIn('ada@example.com')
    expect(victim.cookies.get('patmint_session')).not.to.equal(planted)
    await server.close()
  })

  it('U5 gets a new secret when the password is entered again, and the old one is dead', async () => {
    const server = await freshServer()
    await server.createAccount('ada')
    const browser = await signedInBrowser(server, 'ada@example.com')
    const old = browser.cookies.get('patmint_session') ?? ''
    const form_token = await browser.formToken('/confirm-password')
    const answer = await browser.post('/confirm-password', { form_token, password: PASSWORD })
    expect(answer.status).to.equal(303)
    const renewed = browser.cookies.get('patmint_session') ?? ''
    expect(renewed).not.to.equal(old)
    expect((await browser.get('/account/tokens')).status).to.equal(200)
    browser.cookies.set('patmint_session', old)
    expect((await browser.get('/account/tokens')).status).to.equal(303)
    await server.close()
  })

  it('U5 is over for whoever kept its cookie, once it was signed out of', async () => {
    const server = await freshServer()
    await server.createAccount('ada')
    const browser = await signedInBrowser(server, 'ada@example.com')
    const kept = browser.cookies.get('patmint_session') ?? ''
    const form_token = await browser.formToken('/sign-out')
    expect((await browser.post('/sign-out', { form_token })).status).to.equal(303)
    expect(browser.cookies.has('patmint_session')).to.equal(false)
    browser.cookies.set('patmint_session', kept)
    expect((await browser.get('/account/tokens')).status).to.equal(303)
    await server.close()
  })

  it('U14 ends when it is idle too long, and after its longest life however busy', async () => {
    const server = await freshServer({ PATMINT_SESSION_IDLE_HOURS: '2', PATMINT_SESSION_MAX_HOURS: '5' })
    await server.createAccount('ada')
    const hours = (count: number) => server.clock.advance(count * 3_600_000)
    const idle = await signedInBrowser(server, 'ada@example.com')
    hours(2.1)
    expect((await idle.get('/account/tokens')).status).to.equal(303)
    const busy = await signedInBrowser(server, 'ada@example.com')
    for (let passed = 0; passed < 4.5; passed += 1.5) {
      hours(1.5)
      expect((await busy.get('/account/tokens')).status).to.equal(200)
    }
    hours(1)
    expect((await busy.get('/account/tokens')).status).to.equal(303)
    await server.close()
  })
})

describe('a form', () => {
  let server: TestServer
  beforeEach(async () => {
    server = await freshServer()
    await server.createAccount('ada')
  })
  afterEach(() => server.close())

  it('U9 is accepted from our own page, which sends Origin: null', async () => {
    const browser = new Browser(server.url)
    const form_token = await browser.formToken('/sign-in')
    expect((await browser.post('/sign-in', { ...signInFields, form_token })).status).to.equal(303)
  })

  it('U9 is refused without its token, with another browser’s, and without the browser’s cookie', async () => {
    const browser = new Browser(server.url)
    const own = await browser.formToken('/sign-in')
    const other = await new Browser(server.url).formToken('/sign-in')
    for (const form_token of ['', other, `${own}x`, 'x.y', '.', own.split('.')[0] ?? '']) {
      const answer = await browser.post('/sign-in', { ...signInFields, form_token })
      expect(answer.status, form_token).to.equal(403)
      expect(await answer.text()).to.contain('too old or came from another site')
    }
    browser.cookies.clear()
    expect((await browser.post('/sign-in', { ...signInFields, form_token: own })).status).to.equal(403)
  })

  it('U9 is void after signing in: its session is another', async () => {
    const browser = new Browser(server.url)
    const before = await browser.formToken('/sign-in')
    await browser.post('/sign-in', { ...signInFields, form_token: before })
    expect((await browser.post('/sign-out', { form_token: before })).status).to.equal(403)
  })

  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'http://127.0.0.1:1' },
  ]) {
    it(`U9 is refused from elsewhere even with its token: ${JSON.stringify(headers)}`, async () => {
      const browser = new Browser(server.url)
      const form_token = await browser.formToken('/sign-in')
      expect((await browser.post('/sign-in', { ...signInFields, form_token }, headers)).status).to.equal(403)
    })
  }

  it('U9 is refused on every address that takes posts, for a signed-in browser too', async () => {
    const browser = await signedInBrowser(server, 'ada@example.com')
    const id = '0199a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b'
    const forms = pagesRouter(server).stack.filter(({ methods }) => methods.includes('POST'))
    expect(forms.length).to.be.greaterThan(9)
    for (const { path: pattern } of forms) {
      const path = String(pattern).replaceAll(/:\w+/g, id)
      expect((await browser.post(path, {})).status, path).to.equal(403)
    }
  })

  it('is no form when it is JSON', async () => {
    const answer = await fetch(`${server.url}/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/html' },
      body: JSON.stringify(signInFields),
    })
    expect(answer.status).to.equal(403)
  })
})

describe('a page for people who are signed in', () => {
  it('sends everybody else to sign in, and back', async () => {
    const server = await freshServer()
    const answer = await new Browser(server.url).get('/account/tokens/new?name=ci&scope=tracker:read')
    expect(answer.status).to.equal(303)
    expect(answer.headers.get('location')).to.equal(
      '/sign-in?return_to=%2Faccount%2Ftokens%2Fnew%3Fname%3Dci%26scope%3Dtracker%3Aread',
    )
    await server.close()
  })
})
