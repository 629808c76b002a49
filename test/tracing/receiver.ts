import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A span as OTLP writes it in JSON, with its attributes as plain values. */
type ReceivedSpan = {
  readonly name: string
  readonly kind: number
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string | undefined
  readonly attributes: Readonly<Record<string, unknown>>
  readonly isError: boolean
}

export type Receiver = {
  readonly url: string
  readonly spans: ReceivedSpan[]
  readonly services: Set<unknown>
  readonly requests: { readonly path: string | undefined; readonly headers: IncomingHttpHeaders }[]
  /** All that came, as it came. */
  text(): string
  close(): Promise<void>
}

type Attribute = { readonly key: string; readonly value: Readonly<Record<string, unknown>> }
type Span = Omit<ReceivedSpan, 'attributes' | 'isError'> & {
  readonly attributes: Attribute[]
  readonly status?: { readonly code?: number }
}
type Body = {
  readonly resourceSpans: {
    readonly resource: { readonly attributes: Attribute[] }
    readonly scopeSpans: { readonly spans: Span[] }[]
  }[]
}

/** A little OpenTelemetry collector: it takes what is sent to it by OTLP over HTTP, and keeps it. */
export async function openReceiver(): Promise<Receiver> {
  const texts: string[] = []
  const received = {
    spans: [] as ReceivedSpan[],
    services: new Set<unknown>(),
    requests: [] as Receiver['requests'],
  }
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    request.on('end', () => {
      texts.push(text)
      received.requests.push({ path: request.url, headers: request.headers })
      for (const { resource, scopeSpans } of (JSON.parse(text) as Body).resourceSpans) {
        received.services.add(toRecord(resource.attributes)['service.name'])
        received.spans.push(...scopeSpans.flatMap(({ spans }) => spans.map(toSpan)))
      }
      response.setHeader('content-type', 'application/json').end('{}')
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    ...received,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    text: () => texts.join('\n'),
    async close() {
      server.closeAllConnections()
      await once(server.close(), 'close')
    },
  }
}

const toSpan = ({ attributes, status, ...span }: Span): ReceivedSpan => ({
  ...span,
  attributes: toRecord(attributes),
  isError: status?.code === 2,
})

const toRecord = (attributes: readonly Attribute[]): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))
