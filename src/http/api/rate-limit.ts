import { RateLimited, toRateLimitHeaders } from '../../rate-limit/index.ts'
import type { LiveToken } from '../../tokens/index.ts'
import type { Exchange } from '../exchange.ts'
import { BearerInvalid } from './errors.ts'

/** One request of a token that works: the answer says what is left. @throws {RateLimited} */
export async function takeFromBudget(ctx: Exchange, token: LiveToken): Promise<void> {
  ctx.set(toRateLimitHeaders(await ctx.state.services.rateLimits.takeFromBudget(token)))
}

/**
 * One request whose token does not work. Good tokens behind the same address are not asked about it.
 * @returns the refusal that takes the place of this one, where there were too many
 */
export async function findExcess(ctx: Exchange, error: unknown): Promise<RateLimited | undefined> {
  if (!(error instanceof BearerInvalid)) return undefined
  try {
    await ctx.state.services.rateLimits.countFailure(ctx.state.address)
    return undefined
  } catch (excess) {
    if (excess instanceof RateLimited) return excess
    throw excess
  }
}

/** What was used up stands in the refusal's headers, as it would in an answer's. */
export function tellBudget(ctx: Exchange, error: unknown): void {
  if (error instanceof RateLimited) ctx.set(toRateLimitHeaders(error.budget))
}
