import type { Operation } from '../operation.ts'
import type { Json } from './json-schema.ts'

const text = (description: string, example: string): Json => ({
  description,
  schema: { type: 'string' },
  example,
})

const count = (description: string, example: number): Json => ({
  description,
  schema: { type: 'integer', minimum: 0 },
  example,
})

/** Every header that an answer may have beside those of HTTP itself. */
export const HEADERS = {
  'X-Request-Id': {
    ...text(
      'Finds the request in the log. Yours, where you sent one of 8 to 64 letters, digits and dashes.',
      '019ac8e4-7b1e-7cc0-9d53-0d2f6f0e9a22',
    ),
    required: true,
  },
  'Patmint-Token-Expires': {
    ...text(
      'When the token that you call with ends. It is there in its last 14 days.',
      '2026-12-27T21:04:05.000Z',
    ),
    schema: { type: 'string', format: 'date-time' },
  },
  ETag: {
    ...text(
      'Stands for this state. Send it in If-None-Match to hear only of changes, and in If-Match to change nothing else.',
      '"q7PvTFBmWb2Zr0o1nYcXJ5sLkVd"',
    ),
    required: true,
  },
  Location: {
    ...text(
      'Where what was made is found from now on.',
      '/api/v1/tokens/019ac8e4-7b1e-7cc0-9d53-0d2f6f0e9a11',
    ),
    schema: { type: 'string', format: 'uri-reference' },
    required: true,
  },
  'Idempotency-Replayed': {
    ...text(
      'Nothing was done this time: this is the answer to the first request with this Idempotency-Key.',
      'true',
    ),
    schema: { type: 'string', const: 'true' },
  },
  'WWW-Authenticate': text(
    'What is asked for (RFC 6750). With insufficient_scope it names the scope that is missing.',
    'Bearer realm="https://tokens.example.com", error="invalid_token"',
  ),
  RateLimit: text(
    'What is left of a limit, and in how many seconds it begins anew (draft-ietf-httpapi-ratelimit-headers, structured fields).',
    '"token";r=599;t=42',
  ),
  'RateLimit-Policy': text('The limit itself: how many requests in how many seconds.', '"token";q=600;w=60'),
  'X-RateLimit-Limit': count('How many requests of a minute there may be.', 600),
  'X-RateLimit-Remaining': count('How many of them are left.', 599),
  'X-RateLimit-Reset': count('When the next minute begins, in seconds since 1970.', 1_796_083_200),
  'Retry-After': {
    description: 'In how many seconds it is worth another try.',
    schema: { type: 'integer', minimum: 0 },
    example: 2,
  },
} as const satisfies Record<string, Json>

export type HeaderName = keyof typeof HEADERS

type Subject = Pick<Operation, 'access' | 'method' | 'location' | 'current' | 'version' | 'fromAnywhere'>

const LIMITS = [
  'RateLimit',
  'RateLimit-Policy',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
] as const satisfies HeaderName[]

/** Ending a token with its own secret is not counted. */
const isCounted = ({ access, fromAnywhere }: Pick<Operation, 'access' | 'fromAnywhere'>): boolean =>
  access !== 'public' && fromAnywhere !== true

/** Those of an answer that says that it is done. */
export function listReplyHeaders(subject: Subject): HeaderName[] {
  const isPublic = subject.access === 'public'
  return [
    'X-Request-Id',
    ...(isPublic ? [] : (['Patmint-Token-Expires'] as const)),
    ...(isCounted(subject) ? LIMITS : []),
    ...(hasEtag(subject) ? (['ETag'] as const) : []),
    ...(subject.location === undefined ? [] : (['Location'] as const)),
    ...(subject.method === 'post' && !isPublic ? (['Idempotency-Replayed'] as const) : []),
  ]
}

export const hasEtag = ({ current, version }: Pick<Operation, 'current' | 'version'>): boolean =>
  current !== undefined || version !== undefined

/** Those of a refusal with this status. */
export function listProblemHeaders(
  subject: Pick<Operation, 'access' | 'fromAnywhere'>,
  status: number,
): HeaderName[] {
  const isKnown = subject.access !== 'public' && status !== 401
  return [
    'X-Request-Id',
    ...(isKnown ? (['Patmint-Token-Expires'] as const) : []),
    ...(subject.access !== 'public' && (status === 400 || status === 401 || status === 403)
      ? (['WWW-Authenticate'] as const)
      : []),
    ...(status === 429 || (status < 429 && status !== 401 && isCounted(subject)) ? LIMITS : []),
    ...(status === 429 || status === 503 ? (['Retry-After'] as const) : []),
  ]
}

export const referToHeaders = (names: readonly HeaderName[]): Json =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))
