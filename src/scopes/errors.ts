import { ProductError } from '../lib/index.ts'

export class InvalidScope extends ProductError {
  readonly code = 'scope_invalid'
  readonly kind = 'invalid'
  override readonly field = 'scopes'
}
