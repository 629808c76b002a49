import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import type { AxeResults } from 'axe-core'
import { expect } from 'chai'
import type { Browser, Page } from 'playwright-core'
import { freshServer, PASSWORD, type TestServer } from '../support/server.ts'
import { launchChromium, openWindow } from './chromium.ts'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** An application on another origin, which only receives the browser again. */
async function openApplication(): Promise<{ server: Server; redirectUri: string }> {
  const server = createServer((_request, response) => response.end('back at the application')).listen(
    0,
    '127.0.0.1',
  )
  await once(server, 'listening')
  return { server, redirectUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback` }
}

function authorizeUrl(clientId: string, redirectUri: string, more: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid email tracker:write',
    resource: 'https://tracker.example.com',
    state: 'a-state',
    code_challenge: createHash('sha256').update(randomBytes(32).toString('base64url')).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  })
  return `/authorize?${query.toString()}`
}

describe('signing in to an application', () => {
  let browser: Browser
  let server: TestServer
  let application: { server: Server; redirectUri: string }
  before(async () => {
    browser = await launchChromium()
    application = await openApplication()
    server = await freshServer()
    await server.createAccount('ada')
    await server.catalogue.createResourceServer(
      { kind: 'operator' },
      { name: 'Tracker API', audience: 'https://tracker.example.com', modules: ['tracker'] },
    )
  })
  after(async () => {
    application.server.close()
    await browser.close()
    await server.close()
  })

  const register = async (redirectUri = application.redirectUri): Promise<string> => {
    const redirectUris = [redirectUri]
    const given = { name: 'Board <b>', redirectUris, isPublic: false, firstParty: false }
    return (await server.clients.createApplication({ kind: 'operator' }, given)).client.id
  }

  async function signIn(page: Page): Promise<void> {
    await page.getByLabel('E-mail address').fill('ada@example.com')
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in' }).click()
  }

  async function findViolations(page: Page): Promise<string[]> {
    await page.evaluate(axe)
    const { violations } = await page.evaluate<AxeResults>('axe.run()')
    return violations.map(({ id }) => id)
  }

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`A17 asks in words what it may do, and goes back with a code when allowed, ${colorScheme}`, async () => {
      const { context, page, complaints } = await openWindow(browser, server, { colorScheme })
      await page.goto(authorizeUrl(await register(), application.redirectUri))
      await signIn(page)
      await page.getByRole('heading', { name: 'Board <b> asks for access' }).waitFor()
      const words = await page.locator('.ticks').textContent()
      expect(words).to.contain('Know that it is you').and.to.contain('See your e-mail address')
      expect(words).to.contain('Read and write Tracker at Tracker API')
      expect(await findViolations(page)).to.deep.equal([])
      await page.getByRole('button', { name: 'Allow' }).click()
      await page.getByText('back at the application').waitFor()
      expect(new URL(page.url()).searchParams.get('code')).to.be.a('string')
      expect(complaints).to.deep.equal([])
      await context.close()
    })
  }

  it('tells the application when it is denied', async () => {
    const { context, page } = await openWindow(browser, server, { javaScriptEnabled: false })
    await page.goto(authorizeUrl(await register(), application.redirectUri))
    await signIn(page)
    await page.getByRole('button', { name: 'Deny' }).click()
    await page.getByText('back at the application').waitFor()
    const query = new URL(page.url()).searchParams
    expect([query.get('error'), query.get('state')]).to.deep.equal(['access_denied', 'a-state'])
    await context.close()
  })

  /** Nobody listens at this address: that the browser is sent there is all that is asked. */
  const WEB = 'https://app.example.com/callback'

  async function allowOnce(page: Page, url: string): Promise<void> {
    await page.goto(url)
    await signIn(page)
    const back = page.waitForRequest(`${WEB}?code=*`)
    await page.getByRole('button', { name: 'Allow' }).click()
    await back
  }

  it('asks once: who is signed in and has allowed it goes straight through', async () => {
    const { context, page: first } = await openWindow(browser, server)
    const url = authorizeUrl(await register(WEB), WEB)
    await allowOnce(first, url)
    const page = await context.newPage()
    const back = page.waitForRequest(`${WEB}?code=*`)
    await page.goto(url).catch(() => {})
    await back
    await context.close()
  })

  it('asks for the password again where the application wants that', async () => {
    const { context, page: first } = await openWindow(browser, server)
    const id = await register(WEB)
    await allowOnce(first, authorizeUrl(id, WEB))
    server.clock.advance(5_000)
    const page = await context.newPage()
    await page.goto(authorizeUrl(id, WEB, { prompt: 'login' }))
    await page.getByRole('heading', { name: 'Confirm your password' }).waitFor()
    await page.getByLabel('Password').fill(PASSWORD)
    const back = page.waitForRequest(`${WEB}?code=*`)
    await page.getByRole('button', { name: 'Confirm' }).click()
    await back
    await context.close()
  })

  it('U9 takes no consent without the form token', async () => {
    const { context, page } = await openWindow(browser, server)
    await page.goto(authorizeUrl(await register(), application.redirectUri))
    await signIn(page)
    await page.getByRole('button', { name: 'Allow' }).waitFor()
    await page.evaluate("document.querySelector('input[name=form_token]').remove()")
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.getByText('This form is too old or came from another site.').waitFor()
    await context.close()
  })
})
