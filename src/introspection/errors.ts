import { ProductError } from '../lib/index.ts'

/** As many questions wait as ever may: one more would only be answered late. */
export class TooManyWaiting extends ProductError {
  readonly code = 'overloaded'
  readonly kind = 'unavailable'
  override readonly retryAfterSeconds = 1

  constructor() {
    super('more questions wait than can be answered just now; try again in a second')
  }
}
