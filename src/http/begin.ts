import { randomUUID } from 'node:crypto'
import type { Services } from '../assemble.ts'
import { anonymousAt, type Middleware } from './context.ts'

/** Somebody else's request id is kept only where it is plain and short. */
export const chooseRequestId = (asked: string): string =>
  /^[A-Za-z0-9-]{8,64}$/.test(asked) ? asked : randomUUID()

/** Puts on `ctx.state` what every handler relies on. */
export const begin =
  (services: Services): Middleware =>
  async (ctx, next) => {
    const requestId = chooseRequestId(ctx.get('x-request-id'))
    // Set by `createPin`, never by the client.
    const address = ctx.get('x-forwarded-for')
    const actor = anonymousAt({ requestId, address })
    Object.assign(ctx.state, { services, requestId, address, actor, visitor: undefined })
    ctx.set('X-Request-Id', requestId)
    await next()
  }
