import type { Account } from '../../src/accounts/index.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import type { NewToken } from '../../src/tokens/index.ts'
import type { TestServer } from '../support/server.ts'

// biome-ignore lint/suspicious/noExplicitAny: what programs see, as they see it
type Json = any

type Answer = { readonly status: number; readonly headers: Headers; readonly body: Json }

/** A program that calls the API with one token. */
export type Program = {
  readonly secret: string
  readonly tokenId: string
  get(path: string, headers?: Record<string, string>): Promise<Answer>
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  patch(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>
  put(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>
  delete(path: string, headers?: Record<string, string>): Promise<Answer>
}

/** A token of the account with these scopes, and a program that holds it. */
export async function programOf(
  server: TestServer,
  account: Account,
  scopes: string[],
  given: Partial<NewToken> = {},
): Promise<Program> {
  const by = given.kind === undefined ? OPERATOR : ({ kind: 'account', id: account.id } as const)
  const { secret, token } = await server.tokens.mint(by, {
    accountId: account.id,
    name: 'program',
    scopes,
    ...given,
  })
  return { tokenId: token.id, ...holding(server, secret) }
}

export function holding({ url }: Pick<TestServer, 'url'>, secret: string): Omit<Program, 'tokenId'> {
  const call = async (method: string, path: string, body: unknown, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${url}${path.startsWith('/') ? path : `/api/v1/${path}`}`, {
      method,
      headers: {
        authorization: `Bearer ${secret}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return {
      status: answer.status,
      headers: answer.headers,
      body: text === '' ? undefined : JSON.parse(text),
    }
  }
  return {
    secret,
    get: (path, headers) => call('GET', path, undefined, headers),
    post: (path, body = {}, headers) => call('POST', path, body, headers),
    patch: (path, body, headers) => call('PATCH', path, body, headers),
    put: (path, body, headers) => call('PUT', path, body, headers),
    delete: (path, headers) => call('DELETE', path, undefined, headers),
  }
}
