/** What went wrong, in the few words that every door understands. `http/problem.ts` alone makes statuses of them. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'precondition_failed'
  | 'unsupported'
  | 'unprocessable'
  | 'too_many'
  | 'unavailable'

export type FieldProblem = { readonly field: string; readonly message: string }

/** For the log only; never shown to the person. No secrets in it. */
export type Detail = Readonly<Record<string, unknown>>

/**
 * An error that a person or a program can do something about. `code` is a promise and is never renamed; the message
 * is for anyone and says what to do. Everything that is not a ProductError is a bug and answers 500.
 */
export abstract class ProductError extends Error {
  abstract readonly code: string
  abstract readonly kind: ErrorKind
  /** The form field or parameter that caused it, where there is one: the page shows the message beside it. */
  readonly field: string | undefined = undefined
  /** Where several fields are wrong: all of them, by their path in what was sent. The message tells the first. */
  readonly problems: readonly FieldProblem[] | undefined = undefined
  /** Seconds after which another try makes sense; becomes `Retry-After`. */
  readonly retryAfterSeconds: number | undefined = undefined
  readonly detail: Detail

  constructor(message: string, detail: Detail = {}, options?: ErrorOptions) {
    super(message, options)
    this.detail = detail
    this.name = new.target.name
  }
}

export const isProductError = (error: unknown): error is ProductError => error instanceof ProductError
