import { AsyncLocalStorage } from 'node:async_hooks'
import { type Context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import { type Log, SECOND } from '../lib/index.ts'
import { createExporter } from './exporter.ts'
import type { OtlpSettings } from './settings.ts'
import type { Answered, Traced, Tracing } from './tracing.ts'

/** At the end nobody waits any longer for a receiver that does not answer. */
const PATIENCE = 2 * SECOND

/** Nothing global is set: each assembled server has its own, and what other libraries know of OpenTelemetry stays off. */
export function createOtlpTracing(settings: OtlpSettings, log: Log): Tracing {
  const provider = createProvider(settings, log)
  const tracer = provider.getTracer('patmint')
  const propagator = new W3CTraceContextPropagator()
  const current = new AsyncLocalStorage<Context>()
  return {
    beginRequest({ method, requestId, headers }: Traced) {
      const parent = propagator.extract(ROOT_CONTEXT, headers, HEADERS)
      const attributes = { 'http.request.method': method, 'patmint.request_id': requestId }
      const span = tracer.startSpan(method, { kind: SpanKind.SERVER, attributes }, parent)
      const context = trace.setSpan(parent, span)
      return {
        traceId: span.spanContext().traceId,
        run: (work) => current.run(context, work),
        end: (answered) => endRequest(span, method, answered),
      }
    },
    databaseWatcher: {
      asking(name) {
        const context = current.getStore()
        if (context === undefined) return () => {}
        const summary = name()
        const attributes = { 'db.system.name': 'postgresql', 'db.query.summary': summary }
        const span = tracer.startSpan(summary, { kind: SpanKind.CLIENT, attributes }, context)
        return (error) => endQuery(span, error)
      },
    },
    close: () => closeInTime(provider, log),
  }
}

const HEADERS = {
  get: (headers: Traced['headers'], name: string) => headers[name],
  keys: (headers: Traced['headers']) => Object.keys(headers),
}

function createProvider(settings: OtlpSettings, log: Log): TracerProvider {
  const { otelServiceName, otelSampleRatio } = settings
  return new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': otelServiceName }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(otelSampleRatio) }),
    spanProcessors: [new BatchSpanProcessor({ exporter: createExporter(settings, log) })],
  })
}

function endRequest(span: Span, method: string, { route, status }: Answered): void {
  if (route !== undefined) span.updateName(`${method} ${route}`).setAttribute('http.route', route)
  if (status !== undefined) span.setAttribute('http.response.status_code', status)
  // Semantic conventions for HTTP: what the client did wrong is no error of the server's.
  if (status === undefined || status >= 500) {
    span.setStatus({ code: SpanStatusCode.ERROR })
    span.setAttribute('error.type', status === undefined ? 'aborted' : String(status))
  }
  span.end()
}

/** The driver's message may repeat a value: only the code (PostgreSQL, appendix A) leaves. */
function endQuery(span: Span, error: unknown): void {
  if (error !== undefined) {
    const { code } = error as { code?: unknown }
    span.setStatus({ code: SpanStatusCode.ERROR })
    span.setAttribute('error.type', typeof code === 'string' ? code : 'error')
  }
  span.end()
}

async function closeInTime(provider: TracerProvider, log: Log): Promise<void> {
  let impatience: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    impatience = setTimeout(() => reject(new Error('the receiver does not answer')), PATIENCE)
  })
  await Promise.race([provider.shutdown(), late]).catch(({ message }: Error) =>
    log.warn({ reason: message }, 'the last traces could not be sent; they are lost'),
  )
  clearTimeout(impatience)
}
