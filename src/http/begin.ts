import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Services } from '../assemble.ts'
import { anonymousAt, type Middleware, type PageState } from './context.ts'

/** Somebody else's request id is kept only where it is plain and short. */
export const chooseRequestId = (asked: string): string =>
  /^[A-Za-z0-9-]{8,64}$/.test(asked) ? asked : randomUUID()

/** Puts on `ctx.state` what every handler relies on. */
export const begin =
  (services: Services): Middleware =>
  (ctx, next) => {
    Object.assign(ctx.state, beginState(services, ctx.req))
    ctx.set('X-Request-Id', ctx.state.requestId)
    return next()
  }

export function beginState(services: Services, { headers }: IncomingMessage): PageState {
  const requestId = chooseRequestId(String(headers['x-request-id'] ?? ''))
  // Set by `createPin`, never by the client.
  const address = String(headers['x-forwarded-for'] ?? '')
  const actor = anonymousAt({ requestId, address })
  return { services, requestId, address, actor, visitor: undefined }
}
