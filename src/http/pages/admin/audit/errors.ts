import { ProductError } from '../../../../lib/index.ts'

export class AuditFilterUnknown extends ProductError {
  readonly code = 'audit_filter_unknown'
  readonly kind = 'invalid'
  override readonly field: string
  constructor(field: string, message: string) {
    super(message)
    this.field = field
  }
}
