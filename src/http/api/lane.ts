import type { IncomingMessage, RequestListener } from 'node:http'
import type Koa from 'koa'
import type { Services } from '../../assemble.ts'
import { writeLine } from '../access-log.ts'
import { beginState } from '../begin.ts'
import type { Context, PageState } from '../context.ts'
import { answerProgram } from '../errors-middleware.ts'
import type { Exchange } from '../exchange.ts'
import { patiently } from '../patience.ts'
import { listSecurityHeaders } from '../security-headers.ts'
import { statusOf } from '../timing.ts'
import { hasOneHost } from '../well-formed.ts'
import { listFixed, tellRefusal } from './fixed.ts'
import type { Operation } from './operation.ts'
import { perform } from './perform.ts'
import { openPlainExchange, type PlainExchange } from './plain-exchange.ts'

/**
 * The API's fast lane, in front of koa: what is asked for most has an address that is always the same, and is answered by the
 * same `perform` without the layers that only other requests need. What is unusual about a request koa sees to.
 */
export function withApiLane(
  services: Services,
  app: Koa<PageState>,
  handle: RequestListener,
): RequestListener {
  const { issuer, corsOrigins } = services.config
  // What pages of other origins may read of an answer is on each of them, then.
  if (corsOrigins.length > 0) return handle
  const fixed = listFixed()
  const always = listSecurityHeaders(issuer)
  return (request, response) => {
    const operation = fixed.get(`${request.method} ${request.url}`)
    if (operation === undefined || !isUsual(request)) return handle(request, response)
    const state = beginState(services, request)
    const exchange = openPlainExchange({
      request,
      response,
      state,
      headers: { ...always, 'X-Request-Id': state.requestId },
      whole: () => app.createContext(request, response) as Context,
    })
    answer(exchange, operation).catch((error: unknown) => breakOff(exchange, error))
  }
}

/** Node itself has an answer to the first two, and koa's way of reading a body to all that is packed or comes in pieces. */
const UNUSUAL = ['expect', 'upgrade', 'content-encoding', 'transfer-encoding', 'trailer', 'te']

const isUsual = (request: IncomingMessage): boolean =>
  request.httpVersion === '1.1' &&
  hasOneHost(request) &&
  UNUSUAL.every((name) => request.headers[name] === undefined)

async function answer(exchange: PlainExchange, operation: Operation): Promise<void> {
  const run = watch(exchange)
  try {
    await run(() => patiently(() => perform(exchange, operation, {})))
  } catch (error) {
    tellRefusal(exchange, error)
    answerProgram(exchange, error)
  }
  exchange.send()
}

/** A bug in the answer itself: what is left is not to keep whoever asked waiting. */
function breakOff({ res, state }: Exchange, error: unknown): void {
  state.services.log.error({ requestId: state.requestId, error }, 'an answer broke off')
  res.destroy()
}

/** As `accessLog`, `timing` and `tracing` do, with one listener. @returns what the request is answered within */
function watch(exchange: Exchange): (work: () => Promise<void>) => Promise<void> {
  const { state, req, res, method } = exchange
  const { metrics, tracing } = state.services
  const begunAt = metrics.beginRequest()
  const span = tracing.beginRequest({ method, requestId: state.requestId, headers: req.headers })
  if (span.traceId !== undefined) state.traceId = span.traceId
  res.once('close', () => {
    const status = statusOf(exchange)
    span.end({ route: state.route, status })
    metrics.endRequest(begunAt, { method, route: state.route, status })
    writeLine(exchange, performance.now() - begunAt)
  })
  return span.run
}
