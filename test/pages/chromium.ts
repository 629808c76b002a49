import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'
import { findChromium } from '../../scripts/lib/chromium.mjs'
import { PASSWORD, type TestServer } from '../support/server.ts'

const FLAGS = [
  '--no-sandbox',
  '--headless',
  '--disable-gpu',
  // It paints without one all the same, and a process of its own for that only costs the way there and back.
  '--in-process-gpu',
  '--disable-quic',
  '--disable-background-networking',
  // No page runs for long enough to win back what optimizing its scripts costs: least of all axe, which begins anew in each.
  '--js-flags=--no-opt',
]

/** A real browser for the tests of one file; to be closed after them. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = await findChromium()
  if (executablePath === undefined) throw new Error('Chromium is missing: run `npm test`, which gets it.')
  return await chromium.launch({ executablePath, args: FLAGS })
}

/** A browser window of its own, with nobody signed in. What the browser complains about fails the test that asks. */
export async function openWindow(
  browser: Browser,
  server: TestServer,
  options: BrowserContextOptions = {},
): Promise<{ context: BrowserContext; page: Page; complaints: string[] }> {
  const context = await browser.newContext({ baseURL: server.url, ...options })
  // The test's own limit ends it: a busy machine takes its time.
  context.setDefaultTimeout(0)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    const isAboutStatus = message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !isAboutStatus) complaints.push(message.text())
  })
  return { context, page, complaints }
}

export async function signInAs(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/account/tokens')
}
