import type { IncomingMessage } from 'node:http'

/** Enough for a token, credentials and an address. Longer bodies are read by the engine, which has a limit of its own. */
const LONGEST_BODY = 4_096

const FORM = /^application\/x-www-form-urlencoded(?:; ?charset=utf-8)?$/i

/** What would change how a request is read or answered: the engine sees to it. */
const UNUSUAL = [
  'access-control-request-method',
  'content-encoding',
  'cookie',
  'dpop',
  'expect',
  'oauth-client-attestation',
  'oauth-client-attestation-pop',
  'origin',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

/**
 * How long the body is of a request that asks about a token in the plain way; `undefined` for every other request. None of
 * its body has been read.
 */
export function findPlainLength(request: IncomingMessage): number | undefined {
  if (request.method !== 'POST' || request.url !== '/introspect') return undefined
  const { headers } = request
  if (request.httpVersion !== '1.1' || !hasOneHost(request)) return undefined
  if (!FORM.test(headers['content-type'] ?? '') || !acceptsJson(headers.accept)) return undefined
  if (UNUSUAL.some((name) => headers[name] !== undefined)) return undefined
  return readLength(headers['content-length'])
}

function readLength(given: string | undefined): number | undefined {
  if (given === undefined || !/^[1-9]\d{0,3}$/.test(given)) return undefined
  const length = Number(given)
  return length <= LONGEST_BODY ? length : undefined
}

/** Errors are pages for whoever would rather have HTML (RFC 9110 §12.5.1), and the engine has the pages. */
const acceptsJson = (accept: string | undefined): boolean =>
  accept === undefined || !/;|text\/(html|\*)/i.test(accept)

/** The header itself has been replaced by our own name; a request with none, or two, is malformed (RFC 9112 §3.2). */
function hasOneHost({ rawHeaders }: IncomingMessage): boolean {
  let count = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? ''
    if (name.length === 4 && name.toLowerCase() === 'host') count += 1
  }
  return count === 1
}
