import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { assemble, type Services } from '../src/assemble.ts'
import { loadConfig } from '../src/config/index.ts'
import { createServer } from '../src/http/index.ts'
import { createLog } from '../src/lib/index.ts'
import { type Believable, createBelievableData, PASSWORD } from './lib/believable-data.ts'
import { ensureChromium } from './lib/chromium.mjs'
import { findFreePort } from './lib/ports.ts'

/*
 * The pages as they are, on a server of their own with made-up data, in light and dark, wide and narrow. The pictures
 * that the documentation shows go to docs/images, all others to .tmp/screenshots, to be looked at. Run it again when a
 * page has changed: npm run screenshots
 */

const FOLDERS = { documented: 'docs/images', other: '.tmp/screenshots' }

const inRoot = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))

type Shot = {
  readonly name: string
  readonly documented?: true
  visit(page: Page, data: Believable): Promise<unknown>
}

const SHOTS: readonly Shot[] = [
  { name: 'tokens', documented: true, visit: (page) => page.goto('/account/tokens') },
  {
    name: 'generate',
    documented: true,
    visit: (page) =>
      page.goto(
        '/account/tokens/new?name=CI+deploy&expires_in=30&scope=tracker:write+documents:read&description=Ships+the+release.',
      ),
  },
  {
    name: 'details',
    documented: true,
    visit: (page, { busyTokenId }) => page.goto(`/account/tokens/${busyTokenId}`),
  },
  {
    name: 'rotate',
    documented: true,
    visit: (page, { busyTokenId }) => page.goto(`/account/tokens/${busyTokenId}/rotate`),
  },
  { name: 'revoke', visit: (page, { busyTokenId }) => page.goto(`/account/tokens/${busyTokenId}/revoke`) },
  { name: 'edit', visit: (page, { busyTokenId }) => page.goto(`/account/tokens/${busyTokenId}/edit`) },
  { name: 'organizations-mine', visit: (page) => page.goto('/organizations') },
  { name: 'organizations-tokens', visit: (page) => page.goto('/organizations/acme') },
  { name: 'organizations-members', visit: (page) => page.goto('/organizations/acme/members') },
  {
    name: 'organizations-member',
    visit: (page, { memberId }) => page.goto(`/organizations/acme/workspaces/build/members/${memberId}`),
  },
  { name: 'organizations-workspaces', visit: (page) => page.goto('/organizations/acme/workspaces') },
  { name: 'organizations-workspace', visit: (page) => page.goto('/organizations/acme/workspaces/build') },
  {
    name: 'organizations-service-accounts',
    visit: (page) => page.goto('/organizations/acme/service-accounts'),
  },
  {
    name: 'organizations-service-account',
    visit: (page, { serviceAccountId }) =>
      page.goto(`/organizations/acme/service-accounts/${serviceAccountId}`),
  },
  {
    name: 'organizations-generate',
    visit: (page) =>
      page.goto(
        '/account/tokens/new?kind=workspace:acme/build&name=Nightly+build&scope=tracker:write&networks=203.0.113.0/24',
      ),
  },
  {
    name: 'organizations-inactive-token',
    visit: (page, { inactiveTokenId }) => page.goto(`/account/tokens/${inactiveTokenId}`),
  },
  { name: 'admin-overview', visit: (page) => page.goto('/admin') },
  { name: 'admin-accounts', visit: (page) => page.goto('/admin/accounts') },
  { name: 'admin-account', visit: (page, { memberId }) => page.goto(`/admin/accounts/${memberId}`) },
  {
    name: 'admin-service-account',
    visit: (page, { serviceAccountId }) => page.goto(`/admin/accounts/${serviceAccountId}`),
  },
  { name: 'admin-invite', visit: (page) => page.goto('/admin/accounts/invite') },
  { name: 'admin-role', visit: (page, { memberId }) => page.goto(`/admin/accounts/${memberId}/role`) },
  { name: 'admin-disable', visit: (page, { memberId }) => page.goto(`/admin/accounts/${memberId}/disable`) },
  { name: 'admin-issue', visit: (page, { memberId }) => page.goto(`/admin/accounts/${memberId}/tokens/new`) },
  { name: 'admin-tokens', visit: (page) => page.goto('/admin/tokens') },
  { name: 'admin-token', visit: (page, { busyTokenId }) => page.goto(`/admin/tokens/${busyTokenId}`) },
  {
    name: 'admin-revoke',
    visit: (page, { busyTokenId, inactiveTokenId }) =>
      page.goto(`/admin/tokens/revoke?token=${busyTokenId}&token=${inactiveTokenId}`),
  },
  { name: 'admin-organizations', visit: (page) => page.goto('/admin/organizations') },
  { name: 'admin-organization', visit: (page) => page.goto('/admin/organizations/acme') },
  { name: 'admin-workspace', visit: (page) => page.goto('/admin/organizations/acme/workspaces/build') },
  { name: 'admin-catalogue', visit: (page) => page.goto('/admin/catalogue') },
  { name: 'admin-resource-server', visit: openFirst('/admin/catalogue') },
  { name: 'admin-register-server', visit: (page) => page.goto('/admin/catalogue/new-resource-server') },
  { name: 'admin-module', visit: (page) => page.goto('/admin/catalogue/modules/tracker') },
  { name: 'admin-clients', visit: (page) => page.goto('/admin/clients') },
  { name: 'admin-register-client', visit: (page) => page.goto('/admin/clients/new') },
  { name: 'admin-policy', visit: (page) => page.goto('/admin/policy') },
  { name: 'admin-policy-effect', visit: tightenPolicy },
  { name: 'admin-organization-policy', visit: (page) => page.goto('/admin/organizations/acme/policy') },
  { name: 'admin-audit', visit: (page) => page.goto('/admin/audit') },
  { name: 'security', visit: (page) => page.goto('/account/security') },
  { name: 'sign-in', visit: signOutFirst },
  // The last: each of its looks mints a token.
  { name: 'secret', documented: true, visit: generate },
]

const LOOKS = [
  { suffix: '', width: 1280, height: 860, colorScheme: 'light' },
  { suffix: '-dark', width: 1280, height: 860, colorScheme: 'dark' },
  { suffix: '-390', width: 390, height: 844, colorScheme: 'light' },
  { suffix: '-390-dark', width: 390, height: 844, colorScheme: 'dark' },
] as const

async function main(): Promise<void> {
  const executablePath = await ensureChromium(process.execPath)
  for (const folder of Object.values(FOLDERS)) await mkdir(inRoot(folder), { recursive: true })
  await withServer(async ({ config }, data) => {
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const browser = await chromium.launch({ executablePath, args })
    const signedIn = await signIn(browser, config.issuer, data.email)
    for (const { name, documented, visit } of SHOTS.filter(({ name }) => isWanted(name))) {
      for (const look of LOOKS) {
        const context = await browser.newContext(describeBrowser(config.issuer, look, signedIn))
        const page = await context.newPage()
        await visit(page, data)
        const folder = documented && look.width === 1280 ? FOLDERS.documented : FOLDERS.other
        const path = `${folder}/${name}${look.suffix}.png`
        await page.screenshot({ path: inRoot(path), fullPage: name !== 'tokens' })
        console.log(path)
        await context.close()
      }
    }
    await browser.close()
  })
}

/** All, or those whose name begins with a word of the command line: `npm run screenshots -- organizations`. */
const isWanted = (name: string): boolean =>
  process.argv.length < 3 || process.argv.slice(2).some((word) => name.startsWith(word))

type SignedIn = Awaited<ReturnType<BrowserContext['storageState']>>

const describeBrowser = (
  baseURL: string,
  { width, height, colorScheme }: (typeof LOOKS)[number],
  storageState: SignedIn,
) => ({
  baseURL,
  viewport: { width, height },
  colorScheme,
  storageState,
  locale: 'en-GB',
  timezoneId: 'UTC',
})

/** Once for all shots, or the list of sessions would tell of every one. */
async function signIn(browser: Browser, baseURL: string, email: string): Promise<SignedIn> {
  const context = await browser.newContext({ baseURL })
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.fill('input[name=email]', email)
  await page.fill('input[name=password]', PASSWORD)
  await page.click('main button[type=submit]')
  await page.waitForURL('**/account/tokens')
  const state = await context.storageState()
  await context.close()
  return state
}

/** The page with the secret is the answer to the form. */
async function generate(page: Page): Promise<void> {
  await page.goto('/account/tokens/new?name=CI+deploy&expires_in=30&scope=tracker:write+documents:read')
  await page.click('main form button.btn-primary')
  await page.waitForURL('**/secret')
}

/** The page of the first that is listed. */
function openFirst(list: string): Shot['visit'] {
  return async (page) => {
    await page.goto(list)
    await page.locator('.cell-name a').first().click()
  }
}

/** As far as the question what stops: nothing is saved. */
async function tightenPolicy(page: Page): Promise<void> {
  await page.goto('/admin/policy')
  await page.fill('input[name=maxDays]', '60')
  await page.click('main form button.btn-primary')
  await page.waitForSelector('input[name=confirmed]', { state: 'attached' })
}

async function signOutFirst(page: Page): Promise<void> {
  await page.context().clearCookies()
  await page.goto('/sign-in')
}

async function withServer(work: (services: Services, data: Believable) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'patmint-screenshots-'))
  await chmod(folder, 0o755)
  const dataDir = join(folder, 'data')
  // Time begins in the past, so that there is a history to show.
  let ahead = 0
  const clock = () => new Date(Date.now() + ahead)
  const config = loadConfig({ PATMINT_DATA_DIR: dataDir, PORT: String(await findFreePort()) })
  const services = await assemble(config, { clock, log: createLog({ level: 'warn' }) })
  try {
    const data = await createBelievableData(services, (milliseconds) => {
      ahead = -milliseconds
    })
    const server = createServer(services)
    await server.listen()
    try {
      await work(services, data)
    } finally {
      await server.close({ drainMilliseconds: 0 })
    }
  } finally {
    await services.close()
    await removeData(dataDir)
    await rm(folder, { recursive: true, force: true })
  }
}

/** As root the database may be elsewhere. */
async function removeData(dataDir: string): Promise<void> {
  const location = await readFile(join(dataDir, 'postgres.location'), 'utf8').catch(() => undefined)
  if (location !== undefined) await rm(dirname(location.trim()), { recursive: true, force: true })
}

await main()
