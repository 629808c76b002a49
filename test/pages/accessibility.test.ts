import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import { expect } from 'chai'
import type { Browser, Page } from 'playwright-core'
import { MINUTE } from '../../src/lib/index.ts'
import { freshServer, type TestServer } from '../support/server.ts'
import { fillConsole, type Look, visitConsole } from './accessible-console.ts'
import { fillOrganization } from './accessible-organization.ts'
import { launchChromium, openWindow, signInAs } from './chromium.ts'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

// axe's own set, and the size of targets, which it leaves off: with it, what WCAG 2.2 AA asks and a machine can tell.
// No style sheet is fetched again: only rules that are off, and one about sound, would read it.
const RULES: RunOptions = {
  resultTypes: ['violations'],
  rules: { 'target-size': { enabled: true } },
  preload: false,
}

// A page is opened once and then shown in each of these. Contrast depends on the colours and what is shown on the width:
// two of the combinations see all of it, both with all rules. The others tell whether the page fits.
const VIEWS = [
  { width: 1280, colorScheme: 'light' },
  { width: 1600 },
  { width: 768 },
  { width: 390, colorScheme: 'dark' },
  { width: 320 },
] as const
const [OPENED] = VIEWS

async function findViolations(page: Page): Promise<string[]> {
  const violations = await page.evaluate<AxeResults['violations']>(
    `axe.run(${JSON.stringify(RULES)}).then(({ violations }) => violations)`,
  )
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}

const findOverflow = async (page: Page): Promise<number> =>
  await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')

/** Buttons and links of the navigation that stick out of the window, or whose words stick out of them. */
const findCut = async (page: Page): Promise<string[]> =>
  await page.evaluate<string[]>(`[...document.querySelectorAll('.btn, nav a')]
    .filter((e) => {
      const { left, right, width } = e.getBoundingClientRect()
      return width > 1 && (left < 0 || right > document.documentElement.clientWidth || e.scrollWidth > e.clientWidth)
    })
    .map((e) => e.textContent.trim())`)

const resize = async (page: Page, width: number) => await page.setViewportSize({ width, height: 900 })

/** Looks at pages, and keeps what is wrong with them. A page is left as it was found: menus that are open stay so. */
function createLook() {
  const violations: string[] = []
  const overflows: string[] = []
  const look: Look = async (page, name) => {
    for (const view of VIEWS) {
      await resize(page, view.width)
      const overflow = await findOverflow(page)
      if (overflow > 0) overflows.push(`${name} at ${view.width} px: ${overflow} px too wide`)
      for (const cut of await findCut(page))
        overflows.push(`${name} at ${view.width} px: “${cut}” is cut off`)
      if (!('colorScheme' in view)) continue
      const { width, colorScheme } = view
      await page.emulateMedia({ colorScheme })
      for (const found of await findViolations(page))
        violations.push(`${name}, ${colorScheme}, ${width} px: ${found}`)
    }
    await page.emulateMedia({ colorScheme: OPENED.colorScheme })
    await resize(page, OPENED.width)
  }
  return { look, violations, overflows }
}

/** A window in which every document has axe. It comes from outside the page, whose policy lets no script in. */
async function openWindowWithAxe(browser: Browser, server: TestServer) {
  const { width, colorScheme } = OPENED
  // Without motion: a colour on its way from light to dark is neither.
  const options = { colorScheme, reducedMotion: 'reduce', viewport: { width, height: 900 } } as const
  const opened = await openWindow(browser, server, options)
  await opened.context.addInitScript({ content: axe })
  return opened
}

describe('every page, for everybody', () => {
  let browser: Browser
  let server: TestServer
  let key: string
  let pages: Record<string, string>
  let strangers: Record<string, string>

  before(async () => {
    browser = await launchChromium()
    server = await freshServer()
    key = (await server.accounts.createSetupLink()) ?? ''
  })
  after(async () => {
    await browser.close()
    await server.close()
  })

  async function fill(): Promise<void> {
    const ada = await server.createAccount('ada', 'admin')
    const other = await server.createAccount('new')
    const by = { kind: 'account', id: ada.id, address: '203.0.113.7' } as const
    const guest = { email: 'grace@example.com', name: 'Grace Hopper', role: 'member' } as const
    const { secret: invitation, account: invited } = await server.accounts.invite(by, guest)
    const mint = (name: string, inDays: number, scopes = ['tracker:write', 'documents:read', 'drive:read']) =>
      server.tokens.mint(by, {
        accountId: ada.id,
        name,
        scopes,
        expiry: { inDays },
        description: 'Two\nlines',
      })
    const { token } = await mint('CI deploy', 90)
    await mint(
      'A name without a space that is as long as names may be '.replaceAll(' ', '-').padEnd(100, 'x'),
      10,
    )
    await mint('Break glass', 1, ['admin'])
    const replaced = await mint('Agent', 30)
    await server.tokens.rotate(by, { accountId: ada.id, tokenId: replaced.token.id, when: 'first_use' })
    const dead = await mint('Old laptop', 60)
    await server.tokens.revoke(by, ada.id, dead.token.id)
    for (const clientId of ['patmint', 'a-client-that-is-gone-by-now-and-had-a-long-id'])
      server.tokens.touch({ tokenId: token.id, clientId, address: '2001:db8:1234:5678:9abc:def0:1234:5678' })
    await server.tokens.flushUsage()
    const at = `/account/tokens/${token.id}`
    strangers = {
      'sign in': '/sign-in',
      'a dead set-up link': '/setup?key=x',
      'an invitation': `/welcome?key=${invitation}`,
      'a dead invitation': '/welcome?key=x',
      'not found': '/nothing-here',
      'an application’s mistake': '/authorize?client_id=nobody',
      'an application’s sign out': '/session/end',
      'docs: overview': '/docs',
      'docs: samples and tables': '/docs/introspection',
      'docs: pictures': '/docs/tokens',
      'docs: a reference page': '/docs/reference/authentication',
    }
    // A form is not among them where it is looked at below with an error: that is the same and more.
    pages = {
      tokens: '/account/tokens',
      'revoked tokens': '/account/tokens?show=revoked&done=revoked',
      'no token found': '/account/tokens?search=zzz',
      'a filled form': '/account/tokens/new?name=x&expires_in=45&scope=tracker:write+nope:read',
      details: at,
      'details of a replaced token': `/account/tokens/${replaced.token.id}`,
      'details of a revoked token': `/account/tokens/${dead.token.id}`,
      rotate: `${at}/rotate`,
      revoke: `${at}/revoke`,
      ...(await fillOrganization(server, ada.id)),
      'sign-in & security': '/account/security',
      'confirm password': '/confirm-password',
      'sign out': '/sign-out',
      'not found, signed in': '/nothing-here',
      'console: overview': '/admin',
      'console: accounts': '/admin/accounts',
      'console: no account found': '/admin/accounts?search=zzz',
      'console: an account': `/admin/accounts/${ada.id}`,
      'console: an invited account': `/admin/accounts/${invited.id}`,
      'console: another role': `/admin/accounts/${other.id}/role`,
      'console: disable': `/admin/accounts/${other.id}/disable`,
      'console: a new password': `/admin/accounts/${other.id}/password-link`,
      'console: issue a token': `/admin/accounts/${other.id}/tokens/new`,
      'console: no token to issue': `/admin/accounts/${ada.id}/tokens/new`,
      'console: tokens': '/admin/tokens',
      'console: no token found': '/admin/tokens?search=zzz',
      'console: a token': `/admin/tokens/${token.id}`,
      'console: a revoked token': `/admin/tokens/${dead.token.id}?done=revoked`,
      'console: revoke': `/admin/tokens/${token.id}/revoke`,
      'console: rate limit': `/admin/tokens/${token.id}/rate-limit`,
      'console: revoke a selection': `/admin/tokens/revoke?token=${token.id}&token=${replaced.token.id}`,
      'console: nothing to revoke': '/admin/tokens/revoke',
      ...(await fillConsole(server, other)),
    }
  }

  async function visit(page: Page, look: Look): Promise<void> {
    const see = async (name: string, path: string) => {
      await page.goto(path)
      await look(page, name)
    }
    for (const [name, path] of Object.entries(strangers)) await see(name, path)
    await resize(page, 390)
    for (const menu of await page.locator('.docs summary:visible').all()) await menu.click()
    await look(page, 'docs: the menus')
    await signInAs(page, 'new@example.com')
    await look(page, 'no tokens yet')
    await page.context().clearCookies()
    await signInAs(page, 'ada@example.com')
    for (const [name, path] of Object.entries(pages)) await see(name, path)
    await page.goto('/account/tokens')
    await page.locator('.row-menu summary').first().click()
    await look(page, 'a row’s menu')
    await page.locator('.account-menu summary').click()
    await look(page, 'the account menu')
    await page.goto('/account/tokens/new')
    await page.getByRole('button', { name: 'Generate token' }).click()
    await page.waitForSelector('#name-error')
    await look(page, 'a form with an error')
    await page.goto(`/account/tokens/new?name=shown&scope=tracker:read`)
    await page.getByRole('button', { name: 'Generate token' }).click()
    await page.waitForURL('**/secret')
    await look(page, 'shown once')
    await page.goto('/organizations/acme/members')
    await page.getByRole('button', { name: 'Add member' }).click()
    await page.waitForSelector('#email-error')
    await look(page, 'adding a member, with an error')
    await page.goto('/admin/accounts/invite')
    await page.getByRole('button', { name: 'Make the link' }).click()
    await page.waitForSelector('#invited-email-error')
    await look(page, 'console: an invitation with an error')
    await page.getByLabel('E-mail address').fill('guest@example.com')
    await page.getByLabel('Name').fill('Guest')
    await page.getByRole('button', { name: 'Make the link' }).click()
    await page.waitForURL('**/link')
    await look(page, 'console: a link, shown once')
    await visitConsole(page, look)
  }

  it('U15 has no violation of axe before set-up', async () => {
    const { context, page } = await openWindowWithAxe(browser, server)
    const { look, violations, overflows } = createLook()
    for (const path of ['/sign-in', `/setup?key=${key}`, '/setup?key=dead']) {
      await page.goto(path)
      await look(page, path)
    }
    expect([...violations, ...overflows]).to.deep.equal([])
    await context.close()
  })

  describe('once there are accounts', () => {
    const { look, violations, overflows } = createLook()

    before(async function () {
      this.timeout(400_000)
      await fill()
      const { context, page } = await openWindowWithAxe(browser, server)
      await visit(page, look)
      await context.close()
    })

    it('U15 has no violation of axe, light and wide or dark and narrow', () => {
      expect(violations).to.deep.equal([])
    })

    it('U15 never scrolls sideways and cuts no button or link of the navigation off, from 320 px to wide', () => {
      expect(overflows).to.deep.equal([])
    })

    it('U15 has no violation of axe where the password is asked for in the form, and where generation is off', async () => {
      const { context, page } = await openWindowWithAxe(browser, server)
      const { look, violations, overflows } = createLook()
      await signInAs(page, 'ada@example.com')
      await page.goto('/account/tokens/new?name=stale&scope=tracker:read')
      server.clock.advance(16 * MINUTE)
      await page.getByRole('button', { name: 'Generate token' }).click()
      await page.getByText('Enter your password to go on').waitFor()
      await look(page, 'a form that asks for the password')
      await server.clients.disable({ kind: 'operator' }, 'patmint')
      for (const path of ['/account/tokens', '/account/tokens/new']) {
        await page.goto(path)
        await look(page, `${path}, generation off`)
      }
      expect([...violations, ...overflows]).to.deep.equal([])
      await context.close()
    })
  })
})
