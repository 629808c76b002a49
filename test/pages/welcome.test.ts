import { expect } from 'chai'
import { OPERATOR } from '../../src/audit/index.ts'
import { DAY } from '../../src/lib/index.ts'
import { Browser, signedInBrowser } from '../support/browser.ts'
import { freshServer, PASSWORD, type TestServer } from '../support/server.ts'

describe('the page behind a one-time link', () => {
  let server: TestServer
  let key: string
  beforeEach(async () => {
    server = await freshServer()
    const given = { email: 'grace@example.com', name: 'Grace <b>Hopper</b>', role: 'member' } as const
    key = (await server.accounts.invite(OPERATOR, given)).secret
  })
  afterEach(() => server.close())

  const open = async (browser = new Browser(server.url)) => {
    const form_token = await browser.formToken(`/welcome?key=${key}`)
    const choose = (fields: Record<string, string> = {}) =>
      browser.post('/welcome', { form_token, key, password: PASSWORD, ...fields })
    return { browser, choose }
  }

  it('takes a password, signs in, and is good for nothing afterwards', async () => {
    const { browser, choose } = await open()
    const late = await open()
    const html = await (await browser.get(`/welcome?key=${key}`)).text()
    expect(html).to.contain('Welcome, Grace &lt;b&gt;Hopper').and.to.contain('grace@example.com')
    const answer = await choose()
    expect([answer.status, answer.headers.get('location')]).to.deep.equal([303, '/account/tokens'])
    expect((await browser.get('/account/tokens')).status).to.equal(200)
    for (const dead of [await late.browser.get(`/welcome?key=${key}`), await late.choose()]) {
      expect(dead.status).to.equal(403)
      const words = await dead.text()
      expect(words).to.contain('ask your administrator for a new link').and.to.contain('href="/sign-in"')
      expect(words).to.not.contain('grace@example.com').and.not.contain(key)
    }
    await signedInBrowser(server, 'grace@example.com')
  })

  it('says what to do where the link is late, cut short or made up', async () => {
    const { choose } = await open()
    server.clock.advance(7 * DAY)
    const browser = new Browser(server.url)
    for (const path of [
      `/welcome?key=${key}`,
      `/welcome?key=${key.slice(1)}`,
      '/welcome?key=%00',
      '/welcome',
    ])
      expect((await browser.get(path)).status, path).to.be.oneOf(path.endsWith('%00') ? [400, 403] : [403])
    expect((await choose()).status).to.equal(403)
  })

  it('shows what is wrong with a password beside it, and the link stays good', async () => {
    const { choose } = await open()
    const refused = await choose({ password: 'short' })
    expect(refused.status).to.equal(400)
    expect(await refused.text())
      .to.contain('id="password-error"')
      .and.to.contain(`value="${key}"`)
      .and.not.contain('value="short"')
    expect((await choose()).status).to.equal(303)
  })

  it('has one winner where two windows send it at once', async () => {
    const windows = [await open(), await open()]
    const answers = await Promise.all(windows.map(({ choose }) => choose()))
    expect(answers.map(({ status }) => status)).to.have.members([303, 403])
  })

  it('U5 ends the session of whoever used the browser before', async () => {
    await server.createAccount('ada')
    const { browser, choose } = await open(await signedInBrowser(server, 'ada@example.com'))
    const before = browser.cookies.get('patmint_session')
    await choose()
    expect(browser.cookies.get('patmint_session')).to.not.equal(before)
    expect(await (await browser.get('/account/security')).text()).to.contain('grace@example.com')
    const ada = await server.accounts.findByEmail('ada@example.com')
    expect(await server.sessions.list(ada?.id ?? '')).to.deep.equal([])
  })

  it('U11 changes nothing but the password, whatever else is sent', async () => {
    const { choose } = await open()
    await choose({ role: 'admin', email: 'root@example.com', name: 'Root', accountId: 'x' })
    const grace = await server.accounts.findByEmail('grace@example.com')
    expect(grace).to.include({ role: 'member', name: 'Grace <b>Hopper</b>' })
  })

  it('keeps the key out of the log and of what other sites are told', async () => {
    const answer = await new Browser(server.url).get(`/welcome?key=${key}`)
    expect(answer.headers.get('referrer-policy')).to.equal('no-referrer')
    expect(answer.headers.get('cache-control')).to.equal('no-store')
    expect(server.logged()).to.contain('"/welcome"').and.not.contain(key)
  })
})
