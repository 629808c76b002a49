import type { IncomingMessage } from 'node:http'
import { findClientAddress, type Proxies } from './address.ts'

const DROPPED = [
  'forwarded',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-server',
  'x-real-ip',
  'x-original-url',
  'x-rewrite-url',
]

/**
 * Makes every request one to the issuer, over the issuer's protocol, from the client's real address, before any library
 * reads it. Whoever follows `Host` or a forwarded header afterwards (discovery, cookies, redirects) follows our own word.
 */
export function createPin(issuer: string, proxies: Proxies): (request: IncomingMessage) => void {
  const { host, protocol } = new URL(issuer)
  return (request) => {
    const address = findClientAddress(request, proxies)
    // To delete what is not there would make the object a slow one for all that read it after us.
    for (const name of DROPPED) if (name in request.headers) delete request.headers[name]
    request.headers.host = host
    request.headers['x-forwarded-proto'] = protocol.slice(0, -1)
    request.headers['x-forwarded-for'] = address
    request.url = toOriginForm(request.url ?? '')
  }
}

/** `GET http://anything/path` must be understood (RFC 9112, 3.2.2); its host is as little to be believed as `Host`. */
function toOriginForm(target: string): string {
  if (target.startsWith('/') || !/^https?:/i.test(target)) return target
  const url = URL.parse(target)
  // `*` is no path either, and is refused as such; this text would make the router's parser stumble.
  return url === null ? '*' : `${url.pathname}${url.search}`
}
