import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ParsedUrlQuery } from 'node:querystring'
import type { Context, PageState } from './context.ts'

/**
 * A request and its answer, as much of them as the API asks for. Every context of koa is one; `api/lane.ts` makes one that
 * costs less.
 */
export type Exchange = {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly state: PageState
  readonly method: string
  readonly originalUrl: string
  readonly query: ParsedUrlQuery
  readonly headerSent: boolean
  readonly request: { body?: unknown }
  status: number
  body: unknown
  get(name: string): string
  set(name: string, value: string): void
  set(headers: Readonly<Record<string, string>>): void
  /** The context of koa, where this is none itself: for what is rare, and libraries of koa's know best. */
  whole?(): Context
}
