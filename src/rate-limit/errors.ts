import { ProductError } from '../lib/index.ts'
import type { Budget, LimitName } from './budget.ts'

const WHAT: Record<LimitName, (limit: number) => string> = {
  token: (limit) => `This token has made its ${limit} requests of this minute.`,
  'failed-authentication': (limit) =>
    `More than ${limit} requests of this minute came from your address without a token that works.`,
  introspection: (limit) => `This client has asked its ${limit} times of this minute.`,
  'leak-report': (limit) =>
    `More than ${limit} reports of this minute came from your address. Send many tokens together.`,
}

/** One more would be too many. `Retry-After` says when the next minute begins. */
export class RateLimited extends ProductError {
  readonly code = 'rate_limited'
  readonly kind = 'too_many'
  override readonly retryAfterSeconds: number
  readonly budget: Budget

  constructor(budget: Budget) {
    const { name, limit, resetSeconds } = budget
    const wait = resetSeconds === 1 ? '1 second' : `${resetSeconds} seconds`
    super(`${WHAT[name](limit)} Try again in ${wait}.`, { limit: name })
    this.retryAfterSeconds = resetSeconds
    this.budget = budget
  }
}
