import Provider, { errors, type KoaContextWithOIDC } from 'oidc-provider'
import { RateLimited, toRateLimitHeaders } from '../rate-limit/index.ts'
import type { EngineDeps } from './deps.ts'

/** RFC 6749 has no word for it. `temporarily_unavailable` would say that the fault is ours. */
class TooMany extends errors.CustomOIDCProviderError {
  override status = 429
  override statusCode = 429
  override expose = true

  constructor({ code, message }: RateLimited) {
    super(code, message)
  }
}

const counted = new WeakSet<object>()

/**
 * Before a token is looked for: by then the client has said who it is, and a refusal costs no query. Once a request,
 * whichever models the token is looked for in.
 * @throws {TooMany} where the operator limits introspection, and this client has asked too often
 */
export async function limitIntrospection({ rateLimits }: EngineDeps): Promise<void> {
  const { ctx } = Provider
  const clientId = ctx?.oidc.client?.clientId
  if (ctx?.oidc.route !== 'introspection' || clientId === undefined || counted.has(ctx.req)) return
  counted.add(ctx.req)
  try {
    const budget = await rateLimits.countIntrospection(clientId)
    if (budget !== undefined) ctx.set(toRateLimitHeaders(budget))
  } catch (error) {
    if (!(error instanceof RateLimited)) throw error
    tell(ctx, error)
    throw new TooMany(error)
  }
}

/**
 * A client with a wrong secret, or a token that does not work, counts against the address; whoever sent none at all has not
 * tried anything. Where that was too often, the answer is another.
 */
export async function countFailure(
  { rateLimits }: EngineDeps,
  ctx: KoaContextWithOIDC,
  failure: Error,
): Promise<void> {
  if (!(failure instanceof errors.InvalidClientAuth || failure instanceof errors.InvalidToken)) return
  try {
    await rateLimits.countFailure(ctx.ip)
  } catch (error) {
    if (!(error instanceof RateLimited)) throw error
    tell(ctx, error)
    ctx.remove('www-authenticate')
    ctx.status = 429
    ctx.body = { error: error.code, error_description: error.message }
  }
}

function tell(ctx: KoaContextWithOIDC, { budget, retryAfterSeconds }: RateLimited): void {
  ctx.set({ ...toRateLimitHeaders(budget), 'retry-after': String(retryAfterSeconds) })
}
