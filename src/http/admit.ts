import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Services } from '../assemble.ts'
import { TooManyWaiting } from '../database/index.ts'
import { createPace, MINUTE, SECOND } from '../lib/index.ts'
import { chooseRequestId } from './begin.ts'
import { listSecurityHeaders } from './security-headers.ts'

/** Whether the process is well is asked most when it has most to do. */
const ALWAYS = new Set(['/livez', '/readyz', '/metrics'])

/**
 * Lets so many requests in at once, and answers each further one 503 before anything is done for it: those that are in
 * are answered soon, and what is refused costs next to nothing. A request whose body its client is still sending has no
 * place among them: slow clients take none from the others.
 */
export function admit(
  { config, log, metrics }: Services,
  most: number,
  handle: RequestListener,
): RequestListener {
  /** No Set: what was taken out of one may live as long as it does. */
  const inside: IncomingMessage[] = []
  const isFull = () => inside.length >= most && countWhole(inside) >= most
  const refuse = createRefusal(listSecurityHeaders(config.issuer))
  const complain = complainAtTimes(log, most)
  const pace = createPace(PACE)
  return (request, response) => {
    if (isFull() && !ALWAYS.has(request.url ?? '')) {
      const begunAt = metrics.beginRequest()
      response.once('close', () =>
        metrics.endRequest(begunAt, {
          method: request.method ?? '',
          route: undefined,
          status: response.statusCode,
        }),
      )
      complain()
      return pace(request.socket, () => refuse(request, response))
    }
    inside.push(request)
    response.once('close', () => {
      inside.splice(inside.indexOf(request), 1)
      // Whoever stopped reading a body that is too large left the rest of it in the way of the next request.
      if (!request.complete) request.resume()
    })
    handle(request, response)
  }
}

function countWhole(requests: readonly IncomingMessage[]): number {
  let count = 0
  for (const { complete } of requests) if (complete) count += 1
  return count
}

function createRefusal(headers: Record<string, string>) {
  const { retryAfterSeconds } = OVERLOADED
  const always = { ...headers, 'Retry-After': String(retryAfterSeconds) }
  return (request: IncomingMessage, response: ServerResponse): void => {
    const requestId = chooseRequestId(String(request.headers['x-request-id'] ?? ''))
    const [type, body] = describe(request, requestId)
    const length = Buffer.byteLength(body)
    const own = { 'X-Request-Id': requestId, 'Content-Type': type, 'Content-Length': length }
    response.writeHead(503, { ...always, ...own })
    response.end(body)
  }
}

const OVERLOADED = new TooManyWaiting()
/** 2,000 a second at the most. */
const PACE = {
  pauseMilliseconds: OVERLOADED.retryAfterSeconds * SECOND,
  mostTogether: 20,
  turnMilliseconds: 10,
}
const TITLE = 'Service Unavailable'

/** As whoever asks is told of errors elsewhere; but for a browser, since making a page is work, of which there is too much. */
function describe({ headers, url = '' }: IncomingMessage, requestId: string): [type: string, body: string] {
  const { code, message } = OVERLOADED
  if (/^\/(api\/|graphql)/.test(url)) {
    const problem = { type: 'about:blank', title: TITLE, status: 503, detail: message, code, requestId }
    return ['application/problem+json', JSON.stringify(problem)]
  }
  if (/text\/html/i.test(headers.accept ?? ''))
    return ['text/plain; charset=utf-8', `503 ${TITLE}\n\n${message}\n\nRequest id: ${requestId}\n`]
  const error = { error: 'temporarily_unavailable', error_description: message }
  return ['application/json; charset=utf-8', JSON.stringify(error)]
}

/** There may be thousands in a second: a line a minute says how many there were. */
function complainAtTimes(log: Services['log'], most: number): () => void {
  let count = 0
  let quietUntil = Number.NEGATIVE_INFINITY
  return () => {
    count += 1
    if (performance.now() < quietUntil) return
    quietUntil = performance.now() + MINUTE
    log.warn({ most, count }, 'more requests at once than are let in; the others are refused')
    count = 0
  }
}
