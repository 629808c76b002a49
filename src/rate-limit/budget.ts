/** What is counted, by the name that the `RateLimit` field says. */
export type LimitName = 'token' | 'failed-authentication' | 'introspection' | 'leak-report'

/** How much of a limit is left in this minute. */
export type Budget = {
  readonly name: LimitName
  readonly limit: number
  readonly remaining: number
  readonly resetAt: Date
  /** Whole seconds until then, never 0. */
  readonly resetSeconds: number
}
