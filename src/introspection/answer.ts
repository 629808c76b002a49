import type { ServerResponse } from 'node:http'
import { type RateLimited, toRateLimitHeaders } from '../rate-limit/index.ts'

/** What is answered, and what the log and the charts are told of it. */
export type Answer = {
  readonly status: 200 | 401 | 429 | 500 | 503
  readonly body: object
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Told again and again to whoever does not wait, it would be all that there is time for: see `createPace`. */
  readonly isOverload?: true
}

/** What the engine says at these moments, to the byte: `test/introspection/differential.test.ts` holds both to it. */
export const INACTIVE: Answer = { status: 200, body: { active: false } }

const FAILED = { error: 'invalid_client', error_description: 'client authentication failed' }

/** RFC 6749 §5.2: the scheme is named to whoever used it. */
export const unauthenticated = (issuer: string, byHeader: boolean): Answer => ({
  status: 401,
  body: FAILED,
  ...(byHeader ? { headers: { 'WWW-Authenticate': describeFailure(issuer) } } : {}),
})

const describeFailure = (issuer: string): string =>
  `Basic realm="${issuer}", error="${FAILED.error}", error_description="${FAILED.error_description}"`

export const unavailable = (description: string, retryAfterSeconds: number): Answer => ({
  status: 503,
  body: { error: 'temporarily_unavailable', error_description: description },
  headers: { 'Retry-After': String(retryAfterSeconds) },
})

export const tooMany = ({ code, message, budget, retryAfterSeconds }: RateLimited): Answer => ({
  status: 429,
  body: { error: code, error_description: message },
  headers: { ...toRateLimitHeaders(budget), 'Retry-After': String(retryAfterSeconds) },
})

export const BROKEN: Answer = {
  status: 500,
  body: { error: 'server_error', error_description: 'oops! something went wrong' },
}

/** `always`: names and values, in turn, of what every answer has. */
export function write(
  response: ServerResponse,
  always: readonly string[],
  requestId: string,
  { status, body, headers }: Answer,
): void {
  const text = JSON.stringify(body)
  const length = Buffer.byteLength(text)
  const all = ['X-Request-Id', requestId, ...always, 'Content-Length', String(length)]
  if (headers !== undefined) for (const name in headers) all.push(name, String(headers[name]))
  response.writeHead(status, all)
  // Of one byte a character it is the same in both, and this one need not be looked through for others.
  response.end(text, length === text.length ? 'latin1' : 'utf8')
}
