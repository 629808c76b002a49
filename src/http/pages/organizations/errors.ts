import { ProductError } from '../../../lib/index.ts'

export class RoleMissing extends ProductError {
  readonly code = 'role_missing'
  readonly kind = 'invalid'
  override readonly field = 'role'
  constructor() {
    super('Choose a role: member or administrator.')
  }
}
