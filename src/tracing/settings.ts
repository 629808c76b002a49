export type TracingSettings = {
  /** Where an OTLP receiver listens; `/v1/traces` is added to it. */
  readonly otlpEndpoint: string | undefined
  readonly otlpHeaders: Readonly<Record<string, string>>
  readonly otelServiceName: string
  /** The share of traces that are kept, where the caller has not decided that already. */
  readonly otelSampleRatio: number
}

/** The same, where a receiver is named. */
export type OtlpSettings = TracingSettings & { readonly otlpEndpoint: string }
