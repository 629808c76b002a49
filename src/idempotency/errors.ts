import { ProductError } from '../lib/index.ts'

export class InvalidIdempotencyKey extends ProductError {
  readonly code = 'idempotency_key_invalid'
  readonly kind = 'invalid'
  override readonly field = 'Idempotency-Key'
  constructor() {
    super('Send an Idempotency-Key of 1 to 255 printable ASCII characters, such as a random UUID.')
  }
}

export class IdempotencyKeyReused extends ProductError {
  readonly code = 'idempotency_key_reused'
  readonly kind = 'unprocessable'
  override readonly field = 'Idempotency-Key'
  constructor() {
    super('This Idempotency-Key was used for another request. Send a new key with a new request.')
  }
}
