import { expect } from 'chai'
import { type Browser, signedInBrowser } from '../support/browser.ts'
import type { TestServer } from '../support/server.ts'

/** The value of a hidden field of a page. */
export function hidden(html: string, name: string): string {
  const value = new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(html)?.[1]
  if (value === undefined) throw new Error(`the page has no hidden field ${name}`)
  return value
}

export const isChecked = (html: string, name: string, value: string): boolean =>
  new RegExp(`name="${name}"[^>]*value="${value}"[^>]* checked`).test(html)

/** Every secret that a page shows. */
export const secretsIn = (html: string): string[] => [...new Set(html.match(/pat_[0-9A-Za-z]{49}/g) ?? [])]

export type Session = { readonly browser: Browser; readonly accountId: string }

export async function signedIn(
  server: TestServer,
  name: string,
  role: 'member' | 'admin' = 'member',
): Promise<Session> {
  const account = await server.createAccount(name, role)
  return { browser: await signedInBrowser(server, account.email), accountId: account.id }
}

export const GOOD_FORM = {
  name: 'CI deploy',
  description: '',
  expires_in: '30',
  expires_on: '',
  'access.tracker': 'tracker:write',
} as const

/** The form as the page gave it, filled in and sent. */
export async function sendTokenForm(browser: Browser, fields: Record<string, string>): Promise<Response> {
  const html = await (await browser.get('/account/tokens/new')).text()
  const own = { form_token: hidden(html, 'form_token'), form_key: hidden(html, 'form_key') }
  return await browser.post('/account/tokens', { ...own, ...fields })
}

/** Generates a token by the pages. @returns its id, and the answer that shows its secret */
export async function generate(browser: Browser, fields: Record<string, string> = GOOD_FORM) {
  const answer = await sendTokenForm(browser, fields)
  expect(answer.status).to.equal(303)
  const location = answer.headers.get('location') ?? ''
  const shown = await browser.get(location)
  const html = await shown.text()
  const [, id = ''] = /^\/account\/tokens\/([0-9a-f-]{36})\/secret$/.exec(location) ?? []
  return { id, answer, shown, html, secret: secretsIn(html)[0] ?? '' }
}
