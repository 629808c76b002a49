import { type Detail, ProductError } from '../lib/index.ts'

export class TokenNotFound extends ProductError {
  readonly code = 'token_not_found'
  readonly kind = 'not_found'
  constructor(detail: Detail) {
    super('There is no such token.', detail)
  }
}

export class TokenNotActive extends ProductError {
  readonly code = 'token_not_active'
  readonly kind = 'conflict'
  constructor(detail: Detail) {
    super('This token no longer works, so it cannot be rotated. Generate a new one.', detail)
  }
}

export class InvalidRetirement extends ProductError {
  readonly code = 'token_retirement_invalid'
  readonly kind = 'invalid'
  override readonly field = 'when'
  constructor() {
    super('Choose when the old secret stops working.')
  }
}

export class TokenAlreadyRotated extends ProductError {
  readonly code = 'token_already_rotated'
  readonly kind = 'conflict'
  /** The token that replaced it. */
  readonly successorId: string
  constructor(successorId: string) {
    super('This token has been rotated already. Rotate the one that replaced it.', { successorId })
    this.successorId = successorId
  }
}

/** The same form came twice, and its secret has been shown. */
export class AlreadyMinted extends ProductError {
  readonly code = 'token_already_minted'
  readonly kind = 'conflict'
  readonly tokenId: string
  constructor(tokenId: string) {
    super('This form has generated its token already, and a secret is shown only once.', { tokenId })
    this.tokenId = tokenId
  }
}

export class TokenGenerationOff extends ProductError {
  readonly code = 'token_generation_off'
  readonly kind = 'forbidden'
  constructor() {
    super('Token generation is switched off by an administrator. Tokens that exist keep working.')
  }
}

export class AccountMayNotMint extends ProductError {
  readonly code = 'account_disabled'
  readonly kind = 'forbidden'
  constructor(detail: Detail) {
    super('There is no active account that this token could belong to.', detail)
  }
}

export class TooManyTokens extends ProductError {
  readonly code = 'token_limit_reached'
  readonly kind = 'conflict'
  constructor(most: number) {
    super(
      `An account may have ${most} active tokens. Revoke one that is no longer needed, then generate this one.`,
    )
  }
}

export class InvalidTokenName extends ProductError {
  readonly code = 'token_name_invalid'
  readonly kind = 'invalid'
  override readonly field = 'name'
  constructor(most: number) {
    super(`Give the token a name of 1 to ${most} characters, without invisible ones.`)
  }
}

export class InvalidTokenDescription extends ProductError {
  readonly code = 'token_description_invalid'
  readonly kind = 'invalid'
  override readonly field = 'description'
  constructor(most: number) {
    super(`Describe the token in at most ${most} characters, without invisible ones.`)
  }
}

export class InvalidExpiry extends ProductError {
  readonly code = 'token_expiry_invalid'
  readonly kind = 'invalid'
  override readonly field = 'expires'
}

export class LifetimeTooLong extends ProductError {
  readonly code = 'token_lifetime_too_long'
  readonly kind = 'invalid'
  override readonly field = 'expires'
  constructor(maxDays: number, detail: Detail) {
    super(`Choose an expiry at most ${maxDays} days from now.`, detail)
  }
}

export class ScopeNotAllowed extends ProductError {
  readonly code = 'scope_not_allowed'
  readonly kind = 'forbidden'
  override readonly field = 'scopes'
  constructor(scope: string) {
    super(`This account may not grant “${scope}”. Choose scopes that it has itself.`)
  }
}
