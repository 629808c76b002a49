import type { IncomingHttpHeaders } from 'node:http'

type RequestSpan = {
  /** By which the trace is found again; absent where none is kept. */
  readonly traceId?: string
  /** What is asked of the database meanwhile belongs to the request. */
  run<T>(work: () => Promise<T>): Promise<T>
  end(answered: Answered): void
}

export type Answered = {
  /** The route's pattern, never the path. */
  readonly route: string | undefined
  /** `undefined`: the client hung up before it was answered. */
  readonly status: number | undefined
}

export type Traced = {
  readonly method: string
  readonly requestId: string
  /** Its `traceparent` (W3C Trace Context) is continued; nothing else of it is looked at. */
  readonly headers: IncomingHttpHeaders
}

/** Spans around requests and what they ask of the database. No path, no query, no value and no secret is in them. */
export type Tracing = {
  beginRequest(request: Traced): RequestSpan
  /** For `openDatabase`. What no request asked for, such as a look into the job queue, is left out. */
  readonly databaseWatcher: { asking(name: () => string): (error?: unknown) => void }
  /** Sends what is still in memory. */
  close(): Promise<void>
}

const NO_SPAN: RequestSpan = { run: (work) => work(), end: () => {} }

export const NO_TRACING: Tracing = {
  beginRequest: () => NO_SPAN,
  databaseWatcher: { asking: () => () => {} },
  close: async () => {},
}
