import { type Detail, ProductError } from '../lib/index.ts'

export class InvalidSlug extends ProductError {
  readonly code = 'slug_invalid'
  readonly kind = 'invalid'
  override readonly field = 'slug'
  constructor(reserved?: string) {
    super(
      reserved === undefined
        ? 'Give a slug of 1 to 40 lower-case letters (a–z), digits and single hyphens between them, such as “acme”.'
        : `The slug “${reserved}” is taken by Patmint’s own addresses. Choose another one.`,
    )
  }
}

export class InvalidName extends ProductError {
  readonly code = 'name_invalid'
  readonly kind = 'invalid'
  override readonly field = 'name'
  constructor(most: number) {
    super(`Enter a name of 1 to ${most} characters, without invisible ones.`)
  }
}

export class OrganizationTaken extends ProductError {
  readonly code = 'organization_taken'
  readonly kind = 'conflict'
  override readonly field = 'slug'
  constructor(slug: string) {
    super(`There is an organization “${slug}” already. Choose another slug.`)
  }
}

export class OrganizationNotFound extends ProductError {
  readonly code = 'organization_not_found'
  readonly kind = 'not_found'
  constructor(detail: Detail) {
    super('There is no such organization.', detail)
  }
}

export class WorkspaceTaken extends ProductError {
  readonly code = 'workspace_taken'
  readonly kind = 'conflict'
  override readonly field = 'slug'
  constructor(slug: string) {
    super(`The organization has a workspace “${slug}” already. Choose another slug.`)
  }
}

export class WorkspaceNotFound extends ProductError {
  readonly code = 'workspace_not_found'
  readonly kind = 'not_found'
  constructor(detail: Detail) {
    super('There is no such workspace in this organization.', detail)
  }
}

export class AlreadyMember extends ProductError {
  readonly code = 'already_member'
  readonly kind = 'conflict'
  override readonly field = 'account'
  constructor(detail: Detail) {
    super('This account is a member already. Change its role instead.', detail)
  }
}

export class NotAMember extends ProductError {
  readonly code = 'not_a_member'
  readonly kind = 'not_found'
  override readonly field = 'account'
  constructor(detail: Detail) {
    super('This account is not a member here.', detail)
  }
}

/** It belongs to its organization as a whole, and nobody signs in with it to be anything there. */
export class ServiceAccountIsNoMember extends ProductError {
  readonly code = 'service_account_is_no_member'
  readonly kind = 'conflict'
  override readonly field = 'account'
  constructor(detail: Detail) {
    super(
      'A service account belongs to its organization already, and is a member of nothing. Add a person.',
      detail,
    )
  }
}

export class AccountUnknown extends ProductError {
  readonly code = 'account_unknown'
  readonly kind = 'invalid'
  override readonly field: 'email' | 'accountId'
  constructor(field: AccountUnknown['field']) {
    const by = field === 'email' ? 'address' : 'id'
    super(`Nobody with this ${by} has an account here. Ask an administrator of this server to invite them.`)
    this.field = field
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
