import { ProductError } from '../../lib/index.ts'

/** RFC 6750, 3.1. `error` is what `WWW-Authenticate` says; without it, nothing was sent that could be wrong. */
export abstract class BearerRefused extends ProductError {
  readonly error: string | undefined = undefined
}

export class BearerMissing extends BearerRefused {
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
  constructor(reason: string) {
    super('This token is not valid: it may be mistyped, expired or revoked.', { reason })
  }
}

export class BearerInUri extends BearerRefused {
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
  constructor(field: string, problem: string) {
    super(`${field}: ${problem}`)
    this.field = field
  }
}
