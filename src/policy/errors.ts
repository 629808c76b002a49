import { ProductError } from '../lib/index.ts'

export class InvalidPolicy extends ProductError {
  readonly code = 'policy_invalid'
  readonly kind = 'invalid'
  override readonly field: string
  constructor(field: string, problem: string) {
    super(`${field}: ${problem}`)
    this.field = field
  }
}

export class LooserThanInstance extends ProductError {
  readonly code = 'policy_looser_than_instance'
  readonly kind = 'invalid'
  override readonly field: string
  constructor(field: string, allowed: string) {
    super(
      `${field}: an organization can only be stricter than the whole instance; here it must be ${allowed}`,
    )
    this.field = field
  }
}
