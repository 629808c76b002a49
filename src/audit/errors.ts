import { ProductError } from '../lib/index.ts'

export class InvalidAuditFilter extends ProductError {
  readonly code = 'audit_filter_invalid'
  readonly kind = 'invalid'
  override readonly field: string
  constructor(field: string, message: string) {
    super(message)
    this.field = field
  }
}
