import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Context, PageState } from '../context.ts'
import type { Exchange } from '../exchange.ts'

/** An exchange whose answer is written at once, when all of it is known. */
export type PlainExchange = Exchange & { send(): void }

type Given = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly state: PageState
  /** On every answer. */
  readonly headers: Readonly<Record<string, string>>
  readonly whole: () => Context
}

const NO_QUERY = Object.freeze({})

/** Of a request to one of the API's fixed addresses, without a query. */
export function openPlainExchange({
  request: req,
  response: res,
  state,
  headers: always,
  whole,
}: Given): PlainExchange {
  const headers: Record<string, string> = { ...always }
  return {
    req,
    res,
    state,
    method: req.method ?? '',
    originalUrl: req.url ?? '',
    query: NO_QUERY,
    headerSent: false,
    request: {},
    status: 404,
    body: undefined,
    get: (name) => String(req.headers[name] ?? ''),
    set(name: string | Readonly<Record<string, string>>, value?: string) {
      if (typeof name === 'string') headers[name] = value ?? ''
      else Object.assign(headers, name)
    },
    whole,
    send() {
      // Whoever asked is gone.
      if (res.destroyed) return
      if (this.body === undefined) return void res.writeHead(this.status, headers).end()
      const text = typeof this.body === 'string' ? this.body : JSON.stringify(this.body)
      headers['Content-Type'] ??= 'application/json; charset=utf-8'
      headers['Content-Length'] = String(Buffer.byteLength(text))
      res.writeHead(this.status, headers).end(text)
    },
  }
}
