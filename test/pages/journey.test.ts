import { expect } from 'chai'
import type { Browser, Page } from 'playwright-core'
import { freshServer, PASSWORD, type TestServer } from '../support/server.ts'
import { launchChromium, openWindow, signInAs } from './chromium.ts'

const whoami = async (server: TestServer, secret: string): Promise<number> =>
  (await fetch(`${server.url}/api/v1/whoami`, { headers: { authorization: `Bearer ${secret}` } })).status

async function setUp(page: Page, server: TestServer): Promise<void> {
  await page.goto(`/setup?key=${await server.accounts.createSetupLink()}`)
  await page.getByLabel('Your name').fill('Ada Lovelace')
  await page.getByLabel('E-mail address').fill('ada@example.com')
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Create account and sign in' }).click()
  await page.waitForURL('**/account/tokens')
}

async function chooseScope(page: Page, module: string, level: string): Promise<void> {
  await page.getByRole('group', { name: module, exact: true }).getByLabel(level, { exact: true }).check()
}

async function readSecret(page: Page): Promise<string> {
  await page.waitForURL('**/secret')
  return await page.getByLabel('Your token').inputValue()
}

/** What a newcomer does first: from the link that the server printed to a token that is revoked. */
async function journey(page: Page, server: TestServer): Promise<void> {
  await setUp(page, server)
  await page.getByRole('link', { name: 'Generate your first token' }).click()
  await page.getByLabel('Name', { exact: true }).fill('CI deploy')
  await page.getByLabel('90 days').check()
  await chooseScope(page, 'Tracker', 'Read and write')
  await chooseScope(page, 'Documents', 'Read')
  await page.getByRole('button', { name: 'Generate token' }).click()

  const first = await readSecret(page)
  expect(first).to.match(/^pat_[0-9A-Za-z]{49}$/)
  expect(await page.locator('#curl').textContent()).to.contain(first)
  expect(await whoami(server, first)).to.equal(200)
  await page.reload()
  expect(page.url()).not.to.contain('/secret')
  expect(await page.content())
    .to.contain('CI deploy')
    .and.not.contain(first)

  await page.getByRole('link', { name: 'Rotate' }).click()
  await page.getByLabel('Now').check()
  await page.getByRole('button', { name: 'Rotate token' }).click()
  const second = await readSecret(page)
  expect([await whoami(server, first), await whoami(server, second)]).to.deep.equal([401, 200])
  await page.getByRole('link', { name: 'Done' }).click()

  await page.locator('summary[aria-label="Actions for CI deploy"]').click()
  await page.getByRole('link', { name: 'Revoke', exact: true }).click()
  await page.getByRole('button', { name: 'Revoke token' }).click()
  await page.waitForURL('**/account/tokens?done=revoked')
  expect(await whoami(server, second)).to.equal(401)
  await page.getByRole('link', { name: /Revoked/ }).click()
  expect(await page.getByRole('row').count()).to.equal(3)
}

describe('the journey from the set-up link to a revoked token, in a browser', () => {
  let browser: Browser
  let server: TestServer
  before(async () => {
    browser = await launchChromium()
  })
  after(() => browser.close())
  beforeEach(async () => {
    server = await freshServer()
  })
  afterEach(() => server.close())

  it('works, and the browser has nothing to complain about', async () => {
    const { context, page, complaints } = await openWindow(browser, server)
    await journey(page, server)
    expect(complaints).to.deep.equal([])
    await context.close()
  })

  it('works without JavaScript', async () => {
    const { context, page, complaints } = await openWindow(browser, server, { javaScriptEnabled: false })
    await journey(page, server)
    expect(complaints).to.deep.equal([])
    await context.close()
  })

  it('works on a phone', async () => {
    const viewport = { width: 390, height: 844 }
    const { context, page } = await openWindow(browser, server, { viewport, hasTouch: true, isMobile: true })
    await journey(page, server)
    await context.close()
  })

  it('a double click mints one token and shows its secret, with JavaScript and without', async () => {
    for (const javaScriptEnabled of [true, false]) {
      const name = javaScriptEnabled ? 'with' : 'without'
      const ada = await server.createAccount(name)
      const { context, page } = await openWindow(browser, server, { javaScriptEnabled })
      await signInAs(page, `${name}@example.com`)
      await page.goto('/account/tokens/new?name=twice&scope=tracker:read')
      await page.getByRole('button', { name: 'Generate token' }).dblclick()
      expect(await whoami(server, await readSecret(page))).to.equal(200)
      expect(await server.tokens.list(ada.id)).to.have.nested.property('tokens.length', 1)
      await context.close()
    }
  })

  it('U15 mints and revokes with the keyboard alone', async () => {
    await server.createAccount('ada')
    const { context, page } = await openWindow(browser, server)
    await page.goto('/sign-in')
    await page.locator('#email:focus').waitFor()
    await page.keyboard.type('ada@example.com')
    await page.keyboard.press('Tab')
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/account/tokens')
    await tabTo(page, 'Generate your first token')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/account/tokens/new')
    await page.locator('#name:focus').waitFor()
    await page.keyboard.type('by hand')
    await tabTo(page, '30 days')
    await page.keyboard.press('ArrowLeft')
    await tabTo(page, 'No access')
    await page.keyboard.press('ArrowRight')
    await tabTo(page, 'Generate token')
    await page.keyboard.press('Enter')
    const secret = await readSecret(page)
    expect(await whoami(server, secret)).to.equal(200)
    await tabTo(page, 'Done')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/account/tokens')
    await tabTo(page, 'Actions for by hand')
    await page.keyboard.press('Enter')
    await tabTo(page, 'Revoke')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/revoke')
    await tabTo(page, 'Revoke token')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/account/tokens?done=revoked')
    expect(await whoami(server, secret)).to.equal(401)
    await context.close()
  })

  it('says in one sentence, as the form is filled in, what the token will be', async () => {
    await server.createAccount('ada', 'admin')
    const { context, page } = await openWindow(browser, server)
    await signInAs(page, 'ada@example.com')
    await page.goto('/account/tokens/new')
    const summary = page.locator('[data-summary]')
    expect(await summary.textContent()).to.equal('Choose at least one scope.')
    await page.getByLabel('Name', { exact: true }).fill('CI deploy')
    await chooseScope(page, 'Tracker', 'Read and write')
    await chooseScope(page, 'Documents', 'Read')
    await page.getByLabel('Custom').check()
    await page.getByLabel('Last day').fill('2026-12-22')
    const said = 'CI deploy can read Documents and read and write Tracker until the end of 22 December 2026.'
    await summary.getByText(said).waitFor()
    await page.getByLabel('Everything (admin)').check()
    await summary.getByText('CI deploy can do everything, as an administrator, until').waitFor()
    await context.close()
  })

  it('copies the secret, and filters the modules where there are more than eight', async () => {
    await server.createAccount('ada')
    for (const name of ['mail', 'chat', 'wiki', 'maps', 'bills'])
      await server.catalogue.addModule(
        { kind: 'operator' },
        { name, title: name, description: `About ${name}` },
      )
    const permissions = ['clipboard-read', 'clipboard-write']
    const { context, page } = await openWindow(browser, server, { permissions })
    await signInAs(page, 'ada@example.com')
    await page.goto('/account/tokens/new?name=copied&scope=tracker:read')
    await page.getByLabel('Filter scopes').fill('files')
    expect(await page.locator('[data-module]:visible').count()).to.equal(1)
    await page.getByLabel('Filter scopes').fill('nothing like this')
    expect(await page.getByText('No module matches.').isVisible()).to.equal(true)
    await page.getByRole('button', { name: 'Generate token' }).click()
    const secret = await readSecret(page)
    await page.getByRole('button', { name: 'Copy', exact: true }).click()
    await page.getByText('Copied to the clipboard.').waitFor({ state: 'attached' })
    expect(await page.evaluate('navigator.clipboard.readText()')).to.equal(secret)
    await context.close()
  })
})

/** Presses Tab until something of that name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    const focused = await page.evaluate<string>(`(() => {
      const element = document.activeElement
      const label = element.labels?.[0]
      return (element.getAttribute('aria-label') ?? label?.querySelector('.choice-label')?.textContent
        ?? label?.textContent ?? element.textContent ?? '').trim()
    })()`)
    if (focused === name) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`the keyboard does not reach “${name}”`)
}
