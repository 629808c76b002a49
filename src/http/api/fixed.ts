import type { Exchange } from '../exchange.ts'
import { challenge } from './bearer.ts'
import type { Operation } from './operation.ts'
import { OPERATIONS } from './operations.ts'
import { tellBudget } from './rate-limit.ts'

/** Operations whose address is always the same, by method and address: `GET /api/v1/whoami`. */
export function listFixed(): ReadonlyMap<string, Operation> {
  const fixed = OPERATIONS.filter(({ path }) => !path.includes('{'))
  return new Map(fixed.map((operation) => [`${operation.method.toUpperCase()} ${operation.path}`, operation]))
}

/** What the headers of a refusal say beside its body. */
export function tellRefusal(ctx: Exchange, error: unknown): void {
  challenge(ctx, error)
  tellBudget(ctx, error)
}
