import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { expect } from 'chai'
import { findFreePort } from '../../scripts/lib/ports.ts'
import type { Account } from '../../src/accounts/index.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { trustProxies } from '../../src/http/address.ts'
import { withLane } from '../../src/http/lane.ts'
import { createPin } from '../../src/http/pin.ts'
import type { InteractionView, SignedIn } from '../../src/oauth/index.ts'
import type { Expiry, Issued } from '../../src/tokens/index.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'
import { type Browser, createBrowser } from './browser.ts'

/** A client that can authenticate. */
export type Credentials = { readonly id: string; readonly secret: string }

export type Answer = {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: Record<string, unknown>
}

export type Engine = TestRooms & {
  readonly url: string
  readonly tracker: Credentials & { readonly audience: string }
  /** POSTs a form. `by` authenticates with HTTP Basic. */
  post(
    path: string,
    form: Record<string, string> | string,
    by?: Credentials,
    headers?: Record<string, string>,
  ): Promise<Answer>
  introspect(by: Credentials, token: string, more?: Record<string, string>): Promise<Answer>
  revoke(by: Credentials, token: string, more?: Record<string, string>): Promise<Answer>
  mint(account: Account, scopes?: string, more?: { expiry?: Expiry; name?: string }): Promise<Issued>
  resourceServer(name: string, modules: string[]): Promise<Credentials & { audience: string }>
  application(given?: {
    isPublic?: boolean
    firstParty?: boolean
    redirectUris?: string[]
  }): Promise<Credentials>
  /** A browser with a session of ours, or without one. */
  browser(account?: Account): Promise<Browser>
  /** What `/interaction/:uid` was asked for, in order. */
  readonly seen: { prompt: string; view: InteractionView }[]
  readonly events: (name: string) => Promise<Record<string, unknown>[]>
}

/** The engine over real rooms and real HTTP, with the plainest possible pages: whoever is signed in agrees to everything. */
export async function freshEngine(environment: Record<string, string> = {}): Promise<Engine> {
  const port = await findFreePort()
  const url = `http://127.0.0.1:${port}`
  const rooms = await freshRooms({ PORT: String(port), ...environment })
  const seen: Engine['seen'] = []
  const pin = createPin(rooms.config.issuer, trustProxies([]))
  const visitor = async (req: IncomingMessage): Promise<SignedIn | undefined> => {
    const secret = /(?:^|; )ours=([^;]+)/.exec(req.headers.cookie ?? '')?.[1]
    const resumed = secret === undefined ? undefined : await rooms.sessions.resume(secret)
    if (resumed === undefined) return undefined
    const { id: sessionId, accountId, passwordAt } = resumed.session
    return { sessionId, accountId, passwordAt }
  }
  rooms.oauth.bind({ visitor, renderPage: async (_req, _res, page) => `<p>${JSON.stringify(page)}</p>` })
  const server = createServer((req, res) => {
    pin(req)
    listener(req, res)
  })
  const listener = withLane(rooms, (req, res) => {
    const handle = req.url?.startsWith('/interaction/') ? answerPage : rooms.oauth.callback
    handle(req, res).catch((error: unknown) => {
      res.statusCode = 500
      res.end(JSON.stringify({ code: (error as { code?: unknown }).code, message: String(error) }))
    })
  })
  const answerPage = async (req: IncomingMessage, res: ServerResponse) => {
    const view = await rooms.oauth.interaction(req, res)
    seen.push({ prompt: view.prompt, view })
    const by = await visitor(req)
    if (by === undefined || req.url?.endsWith('?stop')) return void res.end('please sign in')
    const to =
      req.url?.endsWith('?no') === true
        ? await rooms.oauth.abort(req, res)
        : view.prompt === 'login'
          ? await rooms.oauth.finishLogin(req, res, by)
          : await rooms.oauth.finishConsent(req, res, by.accountId)
    res.writeHead(303, { location: to }).end()
  }
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const closeRooms = rooms.close
  const post: Engine['post'] = async (path, form, by, headers = {}) => {
    const authorization = by === undefined ? {} : { authorization: basic(by) }
    const response = await fetch(new URL(path, url), {
      method: 'POST',
      body: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...authorization, ...headers },
      redirect: 'manual',
    })
    return await toAnswer(response)
  }
  const resourceServer: Engine['resourceServer'] = async (name, modules) => {
    const audience = `https://${name}.example.com`
    const made = await rooms.catalogue.createResourceServer(OPERATOR, { name, audience, modules })
    return { id: made.resourceServer.clientId, secret: made.secret, audience }
  }
  return Object.assign(rooms, {
    url,
    seen,
    post,
    resourceServer,
    tracker: await resourceServer('tracker', ['tracker']),
    introspect: (by: Credentials, token: string, more: Record<string, string> = {}) =>
      post('/introspect', { token, ...more }, by),
    revoke: (by: Credentials, token: string, more: Record<string, string> = {}) =>
      post('/revoke', { token, ...more }, by),
    mint: (account: Account, scopes = 'tracker:write', more: { expiry?: Expiry; name?: string } = {}) =>
      rooms.tokens.mint(
        { kind: 'account', id: account.id },
        { accountId: account.id, name: 'ci', scopes, ...more },
      ),
    async application(given: { isPublic?: boolean; firstParty?: boolean; redirectUris?: string[] } = {}) {
      const made = await rooms.clients.createApplication(OPERATOR, {
        name: 'App',
        redirectUris: given.redirectUris ?? ['https://app.example.com/cb'],
        isPublic: given.isPublic ?? false,
        firstParty: given.firstParty ?? false,
      })
      return { id: made.client.id, secret: made.secret ?? '' }
    },
    async browser(account?: Account) {
      const browser = createBrowser(url)
      if (account !== undefined) await signIn(rooms, browser, account)
      return browser
    },
    events: async (name: string) =>
      await rooms.database.manager.query('select * from audit_event where name = $1 order by at', [name]),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await closeRooms()
    },
  }) as Engine
}

/** Starts a session of ours in this browser. @returns its id */
export async function signIn(rooms: TestRooms, browser: Browser, account: Account): Promise<string> {
  const from = { address: '127.0.0.1', userAgent: 'test' }
  const { session, secret } = await rooms.sessions.start({ kind: 'account', id: account.id }, account, from)
  browser.cookies.set('ours', { value: secret, path: '/' })
  return session.id
}

export const basic = ({ id, secret }: Credentials): string =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`

async function toAnswer(response: Response): Promise<Answer> {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') === true
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : {} }
}

export const INACTIVE = '{"active":false}'

/** 200, and nothing but that it is inactive. */
export function expectInactive(answer: Answer): void {
  expect([answer.status, answer.text]).to.deep.equal([200, INACTIVE])
}
