import { ProductError } from '../../../../lib/index.ts'

export class AccountUnknown extends ProductError {
  readonly code = 'account_unknown'
  readonly kind = 'invalid'
  override readonly field = 'email'
  constructor() {
    super('No account has this e-mail address. Invite the person first.')
  }
}

export class RoleNotChosen extends ProductError {
  readonly code = 'role_not_chosen'
  readonly kind = 'invalid'
  override readonly field = 'role'
  constructor() {
    super('Choose a role: member or administrator.')
  }
}
