import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import type { Browser } from './browser.ts'
import { ask, obtainCode, obtainTokens, redeem, refresh, toUrl } from './code-flow.ts'
import { type Credentials, type Engine, freshEngine, signIn } from './support.ts'

describe('one sign-in', () => {
  let engine: Engine
  let ada: Account
  let app: Credentials
  before(async () => {
    engine = await freshEngine()
    ada = await engine.createAccount('ada')
  })
  beforeEach(async () => {
    app = await engine.application()
    engine.seen.length = 0
  })
  after(() => engine.close())

  const prompts = () => engine.seen.map(({ prompt }) => prompt)
  const subjectOf = async (browser: Browser): Promise<unknown> => {
    const { access_token: token = '' } = await obtainTokens(engine, app, browser)
    return (await engine.introspect(app, token)).json['sub']
  }

  it('asks the person to sign in where nobody is', async () => {
    const end = await (await engine.browser()).follow(toUrl(ask(app, { login_hint: 'ada@example.com' })))
    if ('away' in end) throw new Error(`sent away to ${end.away.href}`)
    expect(await end.answer.text()).to.equal('please sign in')
    expect(engine.seen[0]?.view).to.include({
      prompt: 'login',
      mustEnterPassword: false,
      loginHint: 'ada@example.com',
      redirectOrigin: 'https://app.example.com',
    })
  })

  it('asks for consent once a sign-in, naming what would be granted', async () => {
    const browser = await engine.browser(ada)
    const asked = ask(app, { scope: 'openid tracker:write drive:read', resource: engine.tracker.audience })
    await obtainCode(browser, asked)
    expect(prompts()).to.deep.equal(['login', 'consent'])
    const view = engine.seen[1]?.view
    expect(view?.identityScopes).to.deep.equal(['openid'])
    expect(view?.resources.map(({ name, scopes }) => ({ name, scopes }))).to.deep.equal([
      { name: 'tracker', scopes: ['tracker:write'] },
    ])
    await obtainCode(browser, ask(app, { scope: 'openid tracker:write', resource: engine.tracker.audience }))
    expect(prompts()).to.deep.equal(['login', 'consent'])
  })

  it('tells the application that the person did not agree', async () => {
    const browser = await engine.browser(ada)
    const page = await browser.get(toUrl(ask(app)))
    const away = await browser.get(`${page.headers.get('location')}?no`)
    const end = await browser.follow(String(away.headers.get('location')))
    if (!('away' in end)) throw new Error('no redirect')
    expect(end.away.searchParams.get('error')).to.equal('access_denied')
  })

  it('asks for no consent for an application of ours', async () => {
    app = await engine.application({ firstParty: true })
    const { scope } = await obtainTokens(engine, app, await engine.browser(ada), {
      scope: 'openid tracker:read',
      resource: engine.tracker.audience,
    })
    expect(scope).to.equal('tracker:read')
    expect(prompts()).to.deep.equal(['login'])
  })

  it('is over when our session has ended, wherever it was ended from', async () => {
    const browser = await engine.browser()
    const sessionId = await signIn(engine, browser, ada)
    await obtainCode(browser, ask(app))
    await engine.sessions.end({ kind: 'account', id: ada.id }, ada.id, sessionId)
    const end = await browser.follow(toUrl(ask(app)))
    expect('answer' in end && (await end.answer.text())).to.equal('please sign in')
    const silent = await browser.follow(toUrl(ask(app, { prompt: 'none' })))
    expect('away' in silent && silent.away.searchParams.get('error')).to.equal('login_required')
  })

  it('ends with our session the tokens that were to live as long as it, and not the others', async () => {
    const browser = await engine.browser()
    const sessionId = await signIn(engine, browser, ada)
    const bound = await obtainTokens(engine, app, browser)
    const free = await obtainTokens(engine, app, browser, {
      scope: 'openid offline_access',
      prompt: 'consent',
    })
    const isActive = async (token: string | undefined) =>
      (await engine.introspect(app, String(token))).json['active']
    expect([await isActive(bound['access_token']), await isActive(free['access_token'])]).to.deep.equal([
      true,
      true,
    ])
    await engine.sessions.end({ kind: 'account', id: ada.id }, ada.id, sessionId)
    expect([await isActive(bound['access_token']), await isActive(free['access_token'])]).to.deep.equal([
      false,
      true,
    ])
    expect((await refresh(engine, app, String(free['refresh_token']))).status).to.equal(200)
  })

  it('follows the person who is signed in here now, not the one before', async () => {
    const browser = await engine.browser(ada)
    expect(await subjectOf(browser)).to.equal(ada.id)
    const grace = await engine.createAccount('grace')
    await signIn(engine, browser, grace)
    expect(await subjectOf(browser)).to.equal(grace.id)
    expect(prompts()).to.deep.equal(['login', 'consent', 'login', 'consent'])
  })

  it('wants the password again where the application says so, and takes no older one', async () => {
    const browser = await engine.browser(ada)
    await obtainCode(browser, ask(app))
    for (const more of [{ prompt: 'login' }, { max_age: '0' }]) {
      await new Promise((resolve) => setTimeout(resolve, 1_100))
      const end = await browser.follow(toUrl(ask(app, more)))
      if ('away' in end) throw new Error('sent away')
      expect(await end.answer.json()).to.include({ code: 'reauthentication_required' })
      expect(engine.seen.at(-1)?.view).to.include({ prompt: 'login', mustEnterPassword: true })
    }
    const page = await browser.get(toUrl(ask(app, { prompt: 'login' })))
    await signIn(engine, browser, ada)
    const end = await browser.follow(String(page.headers.get('location')))
    expect('away' in end && end.away.searchParams.get('code')).to.be.a('string')
  })

  it('lets nobody else answer: another browser, another account, a second time', async () => {
    const browser = await engine.browser(ada)
    const page = String((await browser.get(toUrl(ask(app)))).headers.get('location'))
    const stranger = await engine.browser(await engine.createAccount('mallory'))
    expect(await (await stranger.get(page)).json()).to.include({ code: 'interaction_not_found' })
    const resumed = await browser.get(page)
    await browser.get(String(resumed.headers.get('location')))
    expect(await (await browser.get(page)).json()).to.include({ code: 'interaction_not_found' })
  })

  it('sends nobody to an account that is disabled', async () => {
    const eve = await engine.createAccount('eve')
    const browser = await engine.browser(eve)
    const asked = ask(app)
    const code = await obtainCode(browser, asked)
    await engine.database.manager.query('update account set disabled_at = now() where id = $1', [eve.id])
    expect((await redeem(engine, app, asked, code)).json['error']).to.equal('invalid_grant')
    const end = await browser.follow(toUrl(ask(app)))
    expect('answer' in end && (await end.answer.text())).to.equal('please sign in')
  })

  it('keeps its cookies signed and out of scripts’ reach', async () => {
    const browser = await engine.browser(ada)
    const lines: string[] = []
    let at = toUrl(ask(app))
    while (at.startsWith('/') || at.startsWith(engine.url)) {
      const answer = await browser.get(at)
      lines.push(...answer.headers.getSetCookie())
      at = String(answer.headers.get('location'))
    }
    const names = new Set(lines.map((line) => line.split('=', 1)[0]))
    for (const name of ['patmint_oauth', 'patmint_interaction', 'patmint_interaction_resume']) {
      expect([...names]).to.include.members([name, `${name}.sig`])
    }
    for (const line of lines) expect(line.toLowerCase()).to.include('httponly').and.to.include('samesite=lax')
    const session = browser.cookies.get('patmint_oauth')
    if (session === undefined) throw new Error('no session cookie')
    browser.cookies.set('patmint_oauth.sig', { value: 'forged', path: '/' })
    await browser.follow(toUrl(ask(app)))
    expect(prompts().at(-1)).to.equal('consent')
  })

  it('signs out of Patmint too, when an application asks for that and the person agrees', async () => {
    const hedy = await engine.createAccount('hedy')
    const browser = await engine.browser(hedy)
    await obtainCode(browser, ask(app))
    const page = await browser.get('/session/end')
    const xsrf = /name=\\"xsrf\\" value=\\"([^"\\]+)/.exec(await page.text())?.[1] ?? ''
    const done = await browser.post('/session/end/confirm', { xsrf, logout: 'yes' })
    expect(done.status).to.equal(303)
    expect(await (await browser.get(String(done.headers.get('location')))).text()).to.include('signed_out')
    expect(await engine.sessions.list(hedy.id)).to.have.length(0)
  })
})
