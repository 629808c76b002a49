import type { IncomingMessage, RequestListener } from 'node:http'
import type { Services } from '../assemble.ts'
import { chooseRequestId } from './begin.ts'
import { listSecurityHeaders, withAnyFormAction } from './security-headers.ts'

/**
 * Introspection's fast lane, in front of everything that is there for all requests alike. It is only handed requests that
 * were made trustworthy, and what it does not answer goes on to `handle` as it came.
 */
export function withLane({ config, introspection }: Services, handle: RequestListener): RequestListener {
  return introspection.inFrontOf(handle, {
    headers: listHeaders(config.issuer),
    requestId: (request) => chooseRequestId(headerOf(request, 'x-request-id')),
    // Set by `createPin`, never by the client.
    address: (request) => headerOf(request, 'x-forwarded-for'),
  })
}

const headerOf = ({ headers }: IncomingMessage, name: string): string => String(headers[name] ?? '')

/** As on the engine's answers: see `protocol/engine.ts` for the form action, and its own CORS for the last two. */
function listHeaders(issuer: string): string[] {
  const { 'Content-Security-Policy': policy = '', ...others } = listSecurityHeaders(issuer)
  return Object.entries({
    ...others,
    'Content-Security-Policy': withAnyFormAction(policy),
    Vary: 'Origin',
    'Access-Control-Expose-Headers': 'WWW-Authenticate',
    'Content-Type': 'application/json; charset=utf-8',
  }).flat()
}
