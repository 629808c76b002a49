import { ProductError } from '../lib/index.ts'

export class InteractionNotFound extends ProductError {
  readonly code = 'interaction_not_found'
  readonly kind = 'not_found'

  constructor(cause?: unknown) {
    super(
      'This sign-in request has expired or was already answered. Go back to the application and start again.',
      {},
      { cause },
    )
  }
}

export class PasswordNeeded extends ProductError {
  readonly code = 'reauthentication_required'
  readonly kind = 'forbidden'

  constructor() {
    super('The application asks that you enter your password again.')
  }
}

export class SigningKeysUnreadable extends ProductError {
  readonly code = 'signing_keys_unreadable'
  readonly kind = 'unavailable'

  constructor(kids: readonly string[]) {
    super(
      'The signing keys in the database were encrypted with another secret. Add the former secret to PATMINT_SECRET, after the current one and a comma.',
      { kids },
    )
  }
}
