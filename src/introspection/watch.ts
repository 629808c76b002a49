import type { IncomingMessage } from 'node:http'
import type { Log } from '../lib/index.ts'
import type { Metrics } from '../metrics/index.ts'
import type { Tracing } from '../tracing/index.ts'
import type { Answered } from './answer-question.ts'

export type WatchDeps = {
  readonly config: { readonly logIntrospections: boolean }
  readonly log: Log
  readonly metrics: Pick<Metrics, 'beginRequest' | 'endRequest'>
  readonly tracing: Pick<Tracing, 'beginRequest'>
}

type From = { readonly requestId: string; readonly address: string }

/** A request that is being watched. */
type Watched = {
  readonly from: From
  readonly begunAt: number
  readonly span: ReturnType<Tracing['beginRequest']>
}

const ROUTE = '/introspect'

/**
 * What every other request has too: it is timed, has a span where there are traces, and a line in the log where somebody
 * asked for those.
 */
export function createWatch({ config, log, metrics, tracing }: WatchDeps) {
  const level = config.logIntrospections ? 'info' : 'debug'
  return {
    begin: (from: From, { headers }: IncomingMessage): Watched => ({
      from,
      begunAt: metrics.beginRequest(),
      span: tracing.beginRequest({ method: 'POST', requestId: from.requestId, headers }),
    }),
    /** @param isGone nobody was there any more to hear the answer */
    end({ from, begunAt, span }: Watched, answered: Answered, isGone: boolean): void {
      const status = isGone ? undefined : answered.answer.status
      metrics.endRequest(begunAt, { method: 'POST', route: ROUTE, status })
      span.end({ route: ROUTE, status })
      if (!log.isLevelEnabled(level)) return
      const milliseconds = performance.now() - begunAt
      log[level](describe({ ...from, traceId: span.traceId }, answered, { isGone, milliseconds }), 'request')
    },
  }
}

/** The same line as every other request has. */
const describe = (
  { requestId, traceId, address }: From & { traceId: string | undefined },
  { answer, clientId }: Answered,
  { isGone, milliseconds }: { isGone: boolean; milliseconds: number },
): object => ({
  requestId,
  traceId,
  method: 'POST',
  path: ROUTE,
  status: answer.status,
  ms: Math.round(milliseconds * 10) / 10,
  address,
  clientId,
  problem: (answer.body as { error?: string }).error,
  aborted: isGone ? true : undefined,
})
