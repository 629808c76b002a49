import type { Log } from '../lib/index.ts'
import type { TracingSettings } from './settings.ts'
import { NO_TRACING, type Tracing } from './tracing.ts'

/** Traces, where a receiver is named. Where none is, nothing of OpenTelemetry is even loaded. */
export async function openTracing(settings: TracingSettings, log: Log): Promise<Tracing> {
  const { otlpEndpoint } = settings
  if (otlpEndpoint === undefined) return NO_TRACING
  const { createOtlpTracing } = await import('./otlp.ts')
  return createOtlpTracing({ ...settings, otlpEndpoint }, log)
}
