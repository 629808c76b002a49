import type { Services } from '../assemble.ts'
import { newId } from '../lib/index.ts'
import { anonymousAt, type Middleware } from './context.ts'

/** Puts on `ctx.state` what every handler relies on. Somebody else's request id is kept only where it is plain and short. */
export const begin =
  (services: Services): Middleware =>
  async (ctx, next) => {
    const asked = ctx.get('x-request-id')
    const requestId = /^[A-Za-z0-9-]{8,64}$/.test(asked) ? asked : newId()
    // Set by `createPin`, never by the client.
    const address = ctx.get('x-forwarded-for')
    const actor = anonymousAt({ requestId, address })
    Object.assign(ctx.state, { services, requestId, address, actor, visitor: undefined })
    ctx.set('X-Request-Id', requestId)
    await next()
  }
