import { type FieldProblem, ProductError } from '../../lib/index.ts'
import type { Refusal } from '../../metrics/index.ts'

/** RFC 6750, 3.1. `error` is what `WWW-Authenticate` says; without it, nothing was sent that could be wrong. */
export abstract class BearerRefused extends ProductError {
  /** Why, for the log and the counters; the caller is not always told. */
  abstract readonly refusal: Refusal
  readonly error: string | undefined = undefined
  readonly scope: string | undefined = undefined
}

export class BearerMissing extends BearerRefused {
  readonly refusal = 'missing'
  readonly code = 'authentication_required'
  readonly kind = 'unauthenticated'
  constructor() {
    super('Send your token in the header `Authorization: Bearer <token>`.')
  }
}

export class BearerInvalid extends BearerRefused {
  readonly code = 'invalid_token'
  readonly kind = 'unauthenticated'
  override readonly error = 'invalid_token'
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super('This token is not valid: it may be mistyped, expired or revoked.', { reason: refusal })
    this.refusal = refusal
  }
}

export class BearerElsewhere extends BearerRefused {
  readonly refusal = 'audience'
  readonly code = 'token_bound_elsewhere'
  readonly kind = 'forbidden'
  override readonly error = 'insufficient_scope'
  constructor() {
    super('This token is bound to other APIs. Generate one that is good at Patmint itself.')
  }
}

export class InsufficientScope extends BearerRefused {
  readonly refusal = 'scope'
  readonly code = 'insufficient_scope'
  readonly kind = 'forbidden'
  override readonly error = 'insufficient_scope'
  override readonly scope: string
  constructor(scope: string) {
    super(`This needs a token with the scope ${scope}.`, { scope })
    this.scope = scope
  }
}

export class BearerInUri extends BearerRefused {
  readonly refusal = 'in_address'
  readonly code = 'invalid_request'
  readonly kind = 'invalid'
  override readonly error = 'invalid_request'
  constructor() {
    super(
      'Never put a token into an address, where logs keep it. Send it in the `Authorization` header, and rotate this one.',
    )
  }
}

export class ParametersInvalid extends ProductError {
  readonly code = 'invalid_parameters'
  readonly kind = 'invalid'
  override readonly field: string | undefined
  override readonly problems: readonly FieldProblem[]
  constructor(problems: readonly [FieldProblem, ...FieldProblem[]]) {
    const [{ field, message }] = problems
    super(`${field}: ${message}`)
    this.field = field
    this.problems = problems
  }
}

export class MediaTypeUnsupported extends ProductError {
  readonly code = 'unsupported_media_type'
  readonly kind = 'unsupported'
  constructor() {
    super('Send the body as JSON, with the header `Content-Type: application/json`.')
  }
}

export class PreconditionFailed extends ProductError {
  readonly code = 'precondition_failed'
  readonly kind = 'precondition_failed'
  override readonly field = 'If-Match'
  constructor() {
    super('It was changed since you read it. Read it again, and send its new ETag in If-Match.')
  }
}
