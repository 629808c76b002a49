import { addMilliseconds, DAY } from '../../lib/index.ts'
import { EXPIRING_DAYS, type LiveToken } from '../../tokens/index.ts'
import type { Exchange } from '../exchange.ts'

/** The header that a caller's log or monitor can look for: a token that ends breaks what uses it, at a bad moment. */
const HEADER = 'Patmint-Token-Expires'

/** Says on every answer when the token that was used ends, from 14 days before that. */
export function warnOfExpiry(ctx: Exchange, { expiresAt }: Pick<LiveToken, 'expiresAt'>, now: Date): void {
  if (expiresAt !== null && expiresAt <= addMilliseconds(now, EXPIRING_DAYS * DAY))
    ctx.set(HEADER, expiresAt.toISOString())
}
