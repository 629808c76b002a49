import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import { expect } from 'chai'
import type { Browser, Page } from 'playwright-core'
import { launchChromium, openWindow, signInAs } from '../pages/chromium.ts'
import { freshServer, type TestServer } from '../support/server.ts'
import { programOf } from './support.ts'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

async function findViolations(page: Page): Promise<string[]> {
  const found = await page.evaluate<AxeResults['violations']>(
    `axe.run({ resultTypes: ['violations'], preload: false }).then(({ violations }) => violations)`,
  )
  return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}

// What Swagger UI does until it shows an operation is most of the time here: it is opened once, in the first of these.
const VIEWS = [
  { width: 390, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'light' },
] as const
const [OPENED] = VIEWS

describe('/docs/api', () => {
  let server: TestServer
  let secret: string
  let browser: Browser
  before(async () => {
    server = await freshServer()
    const ada = await server.createAccount('ada')
    secret = (await programOf(server, ada, ['patmint:read'])).secret
    browser = await launchChromium()
  })
  after(async () => {
    await browser.close()
    await server.close()
  })

  /** The page with everything noted that our policy forbids, that went elsewhere, and that was sent to the API. */
  async function open(options = {}) {
    const { context, page, complaints } = await openWindow(browser, server, {
      reducedMotion: 'reduce',
      ...options,
    })
    await context.addInitScript(axe)
    await page.exposeFunction('noteViolation', (violation: string) => complaints.push(violation))
    await page.addInitScript(
      `addEventListener('securitypolicyviolation', (event) => noteViolation(event.violatedDirective + ' ' + event.blockedURI))`,
    )
    const [elsewhere, calls]: [string[], Record<string, string>[]] = [[], []]
    page.on('request', async (request) => {
      if (!request.url().startsWith(server.url)) elsewhere.push(request.url())
      if (request.url().includes('/api/v1/')) calls.push(await request.allHeaders())
    })
    return { context, page, complaints, elsewhere, calls }
  }

  async function show(page: Page, operation: string): Promise<void> {
    const row = page.locator(`#${operation} .opblock-summary-control`)
    await row.focus()
    await page.keyboard.press('Enter')
    await page.locator(`#${operation} .opblock-body .responses-table`).first().waitFor()
  }

  async function enterToken(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Authorize' }).first().press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Token').fill(secret)
    expect(await findViolations(page)).to.deep.equal([])
    await dialog.getByRole('button', { name: 'Authorize' }).press('Enter')
    await dialog.locator('.btn-done').press('Enter')
  }

  it('tries an operation by keyboard, under our policy, with the token alone, which is kept nowhere', async () => {
    const { context, page, complaints, elsewhere, calls } = await open()
    await signInAs(page, 'ada@example.com')
    await page.goto('/docs/api')
    await page.locator('.opblock').first().waitFor()
    await enterToken(page)
    await show(page, 'operations-Authentication-whoami')
    const whoami = page.locator('#operations-Authentication-whoami')
    await whoami.getByRole('button', { name: 'Try it out' }).press('Enter')
    await whoami.getByRole('button', { name: 'Execute' }).press('Enter')
    const answer = whoami.locator('.live-responses-table td.response-col_description:not(.col_header)')
    await answer.waitFor()
    expect(await answer.textContent()).to.contain('ada@example.com')
    expect((await context.cookies()).length, 'somebody is signed in').to.be.greaterThan(0)
    expect(calls).to.have.length(1)
    expect(calls[0]).to.include({ authorization: `Bearer ${secret}` })
    expect(calls[0]).not.to.have.property('cookie')
    expect(JSON.stringify(await context.storageState())).not.to.contain(secret.slice(4))
    const kept = await page.evaluate<number>('localStorage.length + sessionStorage.length')
    expect(kept).to.equal(0)
    expect({ complaints, elsewhere }).to.deep.equal({ complaints: [], elsewhere: [] })
    await context.close()
  })

  it('shows an operation at its address, for everybody, dark and 390 px wide or light and 1280 px', async () => {
    const { colorScheme, width } = OPENED
    const { context, page, complaints } = await open({ colorScheme, viewport: { width, height: 900 } })
    await page.goto('/docs/api#/Tokens/mintToken')
    await page.locator('#operations-Tokens-mintToken .opblock-body .responses-table').first().waitFor()
    for (const view of VIEWS) {
      const name = `${view.colorScheme} and ${view.width} px wide`
      await page.emulateMedia({ colorScheme: view.colorScheme })
      await page.setViewportSize({ width: view.width, height: 900 })
      // All that there is on the page with no operation shown is there too: looking once is looking at both.
      expect(await findViolations(page), name).to.deep.equal([])
      const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
      expect(await page.evaluate<number>(overflow), name).to.equal(0)
    }
    expect(complaints).to.deep.equal([])
    await context.close()
  })

  it('is the same for everybody, and sets no cookie', async () => {
    const answer = await fetch(`${server.url}/docs/api`)
    expect(answer.status).to.equal(200)
    expect(answer.headers.getSetCookie()).to.deep.equal([])
    expect(answer.headers.get('content-security-policy')).not.to.contain('unsafe')
    const moved = await fetch(`${server.url}/docs/api/`, { redirect: 'manual' })
    expect([moved.status, moved.headers.get('location')]).to.deep.equal([302, '/docs/api'])
  })
})
