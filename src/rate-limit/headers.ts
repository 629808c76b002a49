import { SECOND } from '../lib/index.ts'
import type { Budget } from './budget.ts'
import { WINDOW_SECONDS } from './window.ts'

/**
 * A budget as answers tell it: the `RateLimit` fields of draft-ietf-httpapi-ratelimit-headers-10, which are structured fields
 * (RFC 9651) and count seconds from now, and the older ones that programs know, whose Reset is a time as GitHub's is.
 */
export const toRateLimitHeaders = ({ name, limit, remaining, resetAt, resetSeconds }: Budget) => ({
  'RateLimit-Policy': `"${name}";q=${limit};w=${WINDOW_SECONDS}`,
  RateLimit: `"${name}";r=${remaining};t=${resetSeconds}`,
  'X-RateLimit-Limit': String(limit),
  'X-RateLimit-Remaining': String(remaining),
  'X-RateLimit-Reset': String(resetAt.getTime() / SECOND),
})
