import { expect } from 'chai'
import { OPERATOR } from '../../src/audit/index.ts'
import { Browser } from '../support/browser.ts'
import { freshServer, type TestServer } from '../support/server.ts'
import { generate, type Session, signedIn } from './html.ts'

type Form = { readonly page: string; readonly action: string; readonly fields: Record<string, string> }

/** Every form that posts, as a crawler finds them by following the links from the pages given. */
async function crawl(
  browser: Browser,
  starts: readonly string[],
): Promise<{ forms: Form[]; pages: string[] }> {
  const pages = [...starts]
  const forms: Form[] = []
  for (const path of pages) {
    const answer = await browser.get(path)
    const html = await answer.text()
    for (const [, href = ''] of html.matchAll(/<a [^>]*href="(\/[^"#]*)"/g)) {
      const link = href.replaceAll('&amp;', '&')
      if (!pages.includes(link) && !link.startsWith('/assets/')) pages.push(link)
    }
    for (const [, attributes = '', inner = ''] of html.matchAll(/<form ([^>]*)>(.*?)<\/form>/gs)) {
      const action = /action="([^"]*)"/.exec(attributes)?.[1] ?? ''
      if (!attributes.includes('method="post"')) continue
      const inputs = inner.matchAll(/<input [^>]*?name="([^"]*)"[^>]*?value="([^"]*)"/g)
      const fields = Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, value]))
      forms.push({ page: path, action, fields })
    }
  }
  return { forms, pages }
}

describe('every form of the pages', () => {
  let server: TestServer
  let ada: Session
  let forms: Form[]
  before(async () => {
    server = await freshServer()
    const key = await server.accounts.createSetupLink()
    const stranger = new Browser(server.url)
    const guest = { email: 'grace@example.com', name: 'Grace', role: 'member' } as const
    const { secret } = await server.accounts.invite(OPERATOR, guest)
    const before = await crawl(stranger, ['/sign-in', `/setup?key=${key}`, `/welcome?key=${secret}`])
    ada = await signedIn(server, 'ada')
    const { id } = await generate(ada.browser)
    await new Browser(server.url).signIn('ada@example.com')
    const token = `/account/tokens/${id}`
    const own = ['/account/tokens', '/account/security', '/sign-out', '/confirm-password', `${token}/rotate`]
    const after = await crawl(ada.browser, [...own, `${token}/revoke`])
    forms = [...before.forms, ...after.forms]
  })
  after(() => server.close())

  it('is found by the crawler', () => {
    const shapes = forms.map(({ action }) => action.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id'))
    expect([...new Set(shapes)]).to.have.members([
      '/sign-in',
      '/setup',
      '/welcome',
      '/sign-out',
      '/confirm-password',
      '/account/tokens',
      '/account/tokens/:id/rotate',
      '/account/tokens/:id/revoke',
      '/account/tokens/:id/edit',
      '/account/security/password',
      '/account/security/sessions/:id/end',
      '/account/security/sessions/end-others',
    ])
  })

  it('U9 posts to nothing without its form token, with a wrong one, or from another site', async () => {
    for (const { action, fields } of forms) {
      const { form_token = '', ...rest } = fields
      const browser = ada.browser
      for (const [what, answer] of [
        ['none', await browser.post(action, rest)],
        ['a wrong one', await browser.post(action, { ...rest, form_token: `${form_token}x` })],
        ['another browser’s', await browser.post(action, { ...rest, form_token: 'AAAAAAAAAAAA.BBBB' })],
        ['another site', await browser.post(action, fields, { 'sec-fetch-site': 'cross-site' })],
        ['another origin', await browser.post(action, fields, { origin: 'https://evil.example' })],
      ] as const) {
        expect(answer.status, `${action} with ${what}`).to.equal(403)
        expect(await answer.text()).to.contain('This form is too old or came from another site.')
      }
    }
    expect(await server.tokens.list(ada.accountId, { filter: 'active' })).to.have.nested.property(
      'tokens.length',
      1,
    )
    expect(await server.sessions.list(ada.accountId)).to.have.length(2)
  })

  it('leads somewhere: no link of any page is dead', async () => {
    const { pages } = await crawl(ada.browser, ['/account/tokens'])
    for (const path of pages) expect((await ada.browser.get(path)).status, path).to.be.oneOf([200, 303])
  })
})

describe('pages of somebody else', () => {
  it('U13 answer every id of another account exactly as an unknown or malformed one', async () => {
    const server = await freshServer()
    const ada = await signedIn(server, 'ada')
    const eve = await signedIn(server, 'eve')
    const { id } = await generate(ada.browser)
    const [session] = await server.sessions.list(ada.accountId)
    const strip = (html: string) =>
      html.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id').replaceAll(/<code>[^<]*<\/code>/g, '')
    const form_token = await eve.browser.formToken('/account/security')
    const compare = async (visit: (id: string) => Promise<Response>, real: string) => {
      const unknown = await visit('019aaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa')
      const expected = strip(await unknown.text())
      expect(unknown.status).to.equal(404)
      for (const tried of [real, 'x', '%00', "'", `${real}%20`, real.toUpperCase()]) {
        const answer = await visit(tried)
        expect(answer.status, tried).to.be.oneOf(tried === '%00' ? [400, 404] : [404])
        if (tried === real) expect(strip(await answer.text())).to.equal(expected)
      }
    }
    for (const end of ['', '/secret', '/rotate', '/revoke'])
      await compare((tried) => eve.browser.get(`/account/tokens/${tried}${end}`), id)
    await compare((tried) => eve.browser.get(`/account/tokens/new?from=${tried}`), id)
    for (const end of ['/rotate', '/revoke'])
      await compare(
        (tried) => eve.browser.post(`/account/tokens/${tried}${end}`, { form_token, when: 'now' }),
        id,
      )
    const endSession = (tried: string) =>
      eve.browser.post(`/account/security/sessions/${tried}/end`, { form_token })
    await compare(endSession, session?.id ?? '')
    expect(await server.tokens.list(ada.accountId, { filter: 'active' })).to.have.nested.property(
      'tokens.length',
      1,
    )
    expect(await server.sessions.list(ada.accountId)).to.have.length(1)
    await server.close()
  })

  it('send a stranger to the sign-in page, and back afterwards', async () => {
    const server = await freshServer()
    await server.createAccount('ada')
    for (const path of [
      '/account/tokens',
      '/account/tokens/new?name=x',
      '/account/security',
      '/confirm-password',
    ]) {
      const answer = await new Browser(server.url).get(path)
      expect(answer.status).to.equal(303)
      expect(answer.headers.get('location')).to.equal(`/sign-in?return_to=${encodeURIComponent(path)}`)
    }
    await server.close()
  })
})
