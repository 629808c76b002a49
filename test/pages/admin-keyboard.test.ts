import { expect } from 'chai'
import type { Browser, Page } from 'playwright-core'
import { OPERATOR } from '../../src/audit/index.ts'
import { freshServer, type TestServer } from '../support/server.ts'
import { launchChromium, openWindow, signInAs } from './chromium.ts'

/** Goes on with Tab until what has the focus reads like this. */
async function tabTo(page: Page, wanted: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate<string>(
      `((e) => (e?.getAttribute('aria-label') ?? e?.textContent ?? '') + ' ' + (e?.id ?? ''))(document.activeElement)`,
    )
    if (focused.includes(wanted)) return
  }
  throw new Error(`Tab never comes to “${wanted}” on ${page.url()}`)
}

describe('the console by keyboard alone', () => {
  let browser: Browser
  let server: TestServer
  before(async () => {
    browser = await launchChromium()
    server = await freshServer()
  })
  after(async () => {
    await browser.close()
    await server.close()
  })

  it('U15 goes from the overview to a selection of tokens, and revokes it', async () => {
    const ada = await server.createAccount('ada', 'admin')
    const minted = await server.tokens.mint(OPERATOR, {
      accountId: ada.id,
      name: 'Lost laptop',
      scopes: ['tracker:read'],
    })
    const { context, page, complaints } = await openWindow(browser, server)
    await signInAs(page, 'ada@example.com')
    await tabTo(page, 'Administration')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/admin')
    // Past the skip link, the head and the navigation to its third entry.
    await tabTo(page, 'Overview')
    await tabTo(page, 'Tokens')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/admin/tokens')
    await tabTo(page, 'Select Lost laptop')
    await page.keyboard.press('Space')
    await tabTo(page, 'Revoke selected (1)')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/admin/tokens/revoke?**')
    await tabTo(page, 'reason')
    await page.keyboard.type('It was lost')
    await tabTo(page, 'Revoke token')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/admin/tokens?done=**')
    expect(await page.getByRole('status').textContent()).to.contain('1 token is revoked.')
    expect((await server.tokens.resolve(minted.secret)).active).to.equal(false)
    expect(complaints).to.deep.equal([])
    await context.close()
  })

  it('U15 skips the navigation with the first key', async () => {
    const { context, page } = await openWindow(browser, server)
    await server.createAccount('eve', 'admin')
    await signInAs(page, 'eve@example.com')
    await page.goto('/admin/accounts')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await page.evaluate<string>('document.activeElement.textContent')).to.contain('Invite')
    await context.close()
  })
})
