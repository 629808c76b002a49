import { createHash, randomBytes } from 'node:crypto'
import { expect } from 'chai'
import type { Browser } from './browser.ts'
import type { Answer, Credentials, Engine } from './support.ts'

export type Asked = { readonly verifier: string; readonly parameters: Record<string, string> }

const REDIRECT = 'https://app.example.com/cb'

/** The parameters of an authorization request that is as it should be. */
export function ask(client: Credentials, more: Record<string, string | undefined> = {}): Asked {
  const verifier = randomBytes(32).toString('base64url')
  const all: Record<string, string | undefined> = {
    client_id: client.id,
    response_type: 'code',
    redirect_uri: REDIRECT,
    scope: 'openid',
    state: 'a state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  }
  const parameters = Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
  return { verifier, parameters }
}

export const toUrl = ({ parameters }: Asked): string =>
  `/authorize?${new URLSearchParams(parameters).toString()}`

/** Goes through the authorization request to the code. */
export async function obtainCode(browser: Browser, asked: Asked): Promise<string> {
  const end = await browser.follow(toUrl(asked))
  if (!('away' in end)) throw new Error(`no redirect but ${end.answer.status}: ${await end.answer.text()}`)
  const code = end.away.searchParams.get('code')
  expect(code, end.away.href).to.be.a('string')
  return String(code)
}

export function redeem(
  engine: Engine,
  client: Credentials,
  asked: Asked,
  code: string,
  more: Record<string, string> = {},
): Promise<Answer> {
  const { verifier, parameters } = asked
  const { redirect_uri = REDIRECT } = parameters
  const own = client.secret === '' ? { client_id: client.id } : {}
  return engine.post(
    '/token',
    { grant_type: 'authorization_code', code, redirect_uri, code_verifier: verifier, ...own, ...more },
    client.secret === '' ? undefined : client,
  )
}

export const refresh = (engine: Engine, client: Credentials, token: string): Promise<Answer> =>
  engine.post('/token', { grant_type: 'refresh_token', refresh_token: token }, client)

/** The whole way, to the tokens. */
export async function obtainTokens(
  engine: Engine,
  client: Credentials,
  browser: Browser,
  more: Record<string, string | undefined> = {},
): Promise<Record<string, string>> {
  const asked = ask(client, more)
  const answer = await redeem(engine, client, asked, await obtainCode(browser, asked))
  expect(answer.status, answer.text).to.equal(200)
  return answer.json as Record<string, string>
}
