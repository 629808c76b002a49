import { ProductError } from '../../../lib/index.ts'

export class NoSuchAccount extends ProductError {
  readonly code = 'account_unknown'
  readonly kind = 'invalid'
  override readonly field = 'email'
  constructor() {
    super('Nobody with this address has an account here. Ask an administrator of this server to invite them.')
  }
}

export class NotInOrganization extends ProductError {
  readonly code = 'account_not_in_organization'
  readonly kind = 'forbidden'
  override readonly field = 'email'
  constructor(organization: string) {
    super(`They are not in ${organization} yet. Ask one of its administrators to add them first.`)
  }
}

export class RoleMissing extends ProductError {
  readonly code = 'role_missing'
  readonly kind = 'invalid'
  override readonly field = 'role'
  constructor() {
    super('Choose a role: member or administrator.')
  }
}
