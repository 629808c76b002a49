import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Log } from '../lib/index.ts'
import type { Metrics } from '../metrics/index.ts'
import type { Tracing } from '../tracing/index.ts'
import type { Answer } from './answer.ts'

type WatchDeps = {
  readonly config: { readonly logIntrospections: boolean }
  readonly log: Log
  readonly metrics: Pick<Metrics, 'beginRequest'>
  readonly tracing: Pick<Tracing, 'beginRequest'>
}

type From = { readonly requestId: string; readonly address: string }
type Answered = { readonly answer: Answer; readonly clientId: string | undefined }

const ROUTE = '/introspect'

/**
 * What every other request has too: it is timed, has a span where there are traces, and a line in the log where somebody
 * asked for those. @returns what is to be told of the answer
 */
export function watch(
  { config, log, metrics, tracing }: WatchDeps,
  from: From,
  { headers }: IncomingMessage,
  response: ServerResponse,
): (answered: Answered) => void {
  const level = config.logIntrospections ? 'info' : 'debug'
  const startedAt = performance.now()
  const end = metrics.beginRequest()
  const span = tracing.beginRequest({ method: 'POST', requestId: from.requestId, headers })
  let answered: Answered | undefined
  response.once('close', () => {
    const status = response.writableFinished ? response.statusCode : undefined
    end({ method: 'POST', route: ROUTE, status })
    span.end({ route: ROUTE, status })
    if (!log.isLevelEnabled(level)) return
    const milliseconds = performance.now() - startedAt
    log[level](describe({ ...from, traceId: span.traceId }, answered, { status, milliseconds }), 'request')
  })
  return (given) => {
    answered = given
  }
}

/** The same line as every other request has. */
const describe = (
  { requestId, traceId, address }: From & { traceId: string | undefined },
  answered: Answered | undefined,
  { status, milliseconds }: { status: number | undefined; milliseconds: number },
): object => ({
  requestId,
  traceId,
  method: 'POST',
  path: ROUTE,
  status: status ?? answered?.answer.status,
  ms: Math.round(milliseconds * 10) / 10,
  address,
  clientId: answered?.clientId,
  problem: (answered?.answer.body as { error?: string } | undefined)?.error,
  aborted: status === undefined ? true : undefined,
})
