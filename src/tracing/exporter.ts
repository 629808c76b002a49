import { ExportResultCode } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { type Log, MINUTE, SECOND } from '../lib/index.ts'
import type { OtlpSettings } from './settings.ts'

const TIMEOUT = 5 * SECOND

/** OTLP by HTTP and JSON. A receiver that is away costs traces and nothing else; a line a minute tells it. */
export function createExporter({ otlpEndpoint, otlpHeaders }: OtlpSettings, log: Log): OTLPTraceExporter {
  const exporter = new OTLPTraceExporter({
    url: `${otlpEndpoint.replace(/\/$/, '')}/v1/traces`,
    headers: { ...otlpHeaders },
    timeoutMillis: TIMEOUT,
  })
  const send = exporter.export.bind(exporter)
  let quietUntil = 0
  exporter.export = (spans, done) =>
    send(spans, (result) => {
      if (result.code !== ExportResultCode.SUCCESS && performance.now() > quietUntil) {
        quietUntil = performance.now() + MINUTE
        log.warn({ reason: result.error?.message }, 'traces could not be sent; these are lost')
      }
      done(result)
    })
  return exporter
}
