import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, Server as NetServer, type Socket } from 'node:net'
import type { Services } from '../assemble.ts'
import { trustProxies } from './address.ts'
import { answerUnreadable } from './client-error.ts'
import { type Connections, trackConnections } from './connections.ts'
import type { Lifecycle } from './lifecycle.ts'
import { createPin } from './pin.ts'
import { listSecurityHeaders } from './security-headers.ts'

export type Listener = {
  readonly server: Server
  /** @returns the port, which the system chose where 0 was asked for. */
  listen(port: number, host: string): Promise<number>
  /** Takes no new connections, answers what has begun, and is gone. */
  close(patience: Patience): Promise<void>
}

export type Patience = {
  /** How long requests that have begun may take. */
  readonly drainMilliseconds: number
  /**
   * How long whoever kept a connection open may come back on it, and is answered for the last time there. Cut off at once,
   * a client that has just sent its next request would not know whether it was heard.
   */
  readonly idleMilliseconds: number
}

export type Limits = {
  /** Until a request's headers are complete. */
  readonly headersMilliseconds: number
  /** Until the whole request is there. */
  readonly requestMilliseconds: number
  /** How often those two are looked at. */
  readonly checkMilliseconds: number
  /** How many are answered at the same time, beside introspections in their lane: see `admit.ts`. */
  readonly requestsAtOnce: number
}

/** One port. `handle` is only handed requests that were made trustworthy. */
export function createListener(
  { config, log }: Services,
  handle: RequestListener,
  lifecycle: Lifecycle,
  limits: Limits,
): Listener {
  const server = createHttpServer(settings(limits))
  const connections = trackConnections(server, lifecycle)
  const pin = createPin(config.issuer, trustProxies(config.trustedProxies))
  const listener: RequestListener = (request, response) => {
    pin(request)
    connections.begin(request.socket, response)
    // An answer that is a stream is listened to by the stream, by koa and by us: Node would take the eleventh for a leak.
    response.setMaxListeners(20)
    handle(request, response)
  }
  server.on('request', listener)
  // `Expect: something` may be ignored (RFC 9110, 10.1.1); Node's own answer would lack our headers.
  server.on('checkExpectation', listener)
  const refuse = answerUnreadable(log, listSecurityHeaders(config.issuer), connections.hasAnswered)
  server.on('clientError', refuse)
  server.on('connect', (_request, socket: Socket) => refuse(new Error('CONNECT'), socket))
  return {
    server,
    listen: (port, host) => listen(server, port, host),
    close: (patience) => close(server, lifecycle, connections, patience),
  }
}

/** Who connects while the process is busy waits in the system, as far as that has room; else it would try again only after a second. */
const BACKLOG = 4_096

const settings = (limits: Limits) => ({
  maxHeaderSize: 16 * 1024,
  headersTimeout: limits.headersMilliseconds,
  requestTimeout: limits.requestMilliseconds,
  connectionsCheckingInterval: limits.checkMilliseconds,
  keepAliveTimeout: 65_000,
  // Checked in `well-formed.ts`, so that the refusal carries our headers.
  requireHostHeader: false,
})

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host, backlog: BACKLOG }, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

async function close(
  server: Server,
  lifecycle: Lifecycle,
  connections: Connections,
  { drainMilliseconds, idleMilliseconds }: Patience,
): Promise<void> {
  lifecycle.closing = true
  const closed = new Promise<void>((resolve) => server.once('close', () => resolve()))
  // An HTTP server's own `close` cuts off idle connections at once.
  NetServer.prototype.close.call(server)
  connections.announceEnd()
  const farewell = setTimeout(() => connections.closeIdle(), idleMilliseconds)
  const impatience = setTimeout(() => server.closeAllConnections(), drainMilliseconds)
  await closed
  clearTimeout(farewell)
  clearTimeout(impatience)
  // Ends the timer with which it looks for slow requests.
  server.close()
}
