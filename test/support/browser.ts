import { PASSWORD, type TestServer } from './server.ts'

/** A browser without a screen: it keeps cookies and sends forms the way one does. */
export class Browser {
  readonly cookies = new Map<string, string>()
  readonly url: string

  constructor(url: string) {
    this.url = url
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return await this.#send(path, { headers: { accept: 'text/html', ...headers } })
  }

  /** Posts as the page's own form would; as pairs, where a field comes several times. */
  async post(
    path: string,
    fields: Record<string, string> | [string, string][],
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const body = new URLSearchParams(fields)
    const own = { accept: 'text/html', 'sec-fetch-site': 'same-origin', origin: 'null' }
    return await this.#send(path, { method: 'POST', body, headers: { ...own, ...headers } })
  }

  /** The hidden field of the first form on a page. */
  async formToken(path: string): Promise<string> {
    const html = await (await this.get(path)).text()
    const token = /name="form_token"[^>]*value="([^"]+)"/.exec(html)?.[1]
    if (token === undefined) throw new Error(`there is no form on ${path}: ${html.slice(0, 300)}`)
    return token
  }

  async signIn(email: string, password = PASSWORD): Promise<Response> {
    const form_token = await this.formToken('/sign-in')
    return await this.post('/sign-in', { form_token, email, password })
  }

  async #send(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(new URL(path, this.url), {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, ...(cookie === '' ? {} : { cookie }) },
    })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    return response
  }

  #keep(line: string): void {
    const [pair = ''] = line.split(';')
    const name = pair.slice(0, pair.indexOf('='))
    const value = pair.slice(pair.indexOf('=') + 1)
    if (value === '') this.cookies.delete(name)
    else this.cookies.set(name, value)
  }
}

export async function signedInBrowser(server: TestServer, email: string): Promise<Browser> {
  const browser = new Browser(server.url)
  const answer = await browser.signIn(email)
  if (answer.status !== 303) throw new Error(`signing in answered ${answer.status}`)
  return browser
}
