import { type Detail, ProductError } from '../lib/index.ts'

export class InvalidEmail extends ProductError {
  readonly code = 'email_invalid'
  readonly kind = 'invalid'
  override readonly field = 'email'
  constructor() {
    super('Enter an e-mail address such as ada@example.com.')
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

export class EmailTaken extends ProductError {
  readonly code = 'email_taken'
  readonly kind = 'conflict'
  override readonly field = 'email'
  constructor(detail: Detail) {
    super('There is an account with this e-mail address already.', detail)
  }
}

export class ServiceAccountTaken extends ProductError {
  readonly code = 'service_account_taken'
  readonly kind = 'conflict'
  override readonly field = 'slug'
  constructor(detail: Detail) {
    super('The organization has a service account with this slug already. Choose another one.', detail)
  }
}

export class ServiceAccountRefused extends ProductError {
  readonly code = 'service_account_refused'
  readonly kind = 'conflict'
  constructor(detail: Detail) {
    super(
      'This is a service account: it has no password, signs in nowhere and is never an administrator.',
      detail,
    )
  }
}

export class AccountDisabled extends ProductError {
  readonly code = 'account_disabled'
  readonly kind = 'conflict'
  constructor(detail: Detail) {
    super('This account is disabled. Enable it first.', detail)
  }
}

export class PasswordLinkDead extends ProductError {
  readonly code = 'password_link_dead'
  readonly kind = 'forbidden'
  constructor() {
    super(
      'This link is no longer good: it works once, and for a limited time. Ask your administrator for a new one.',
    )
  }
}

export class PasswordRefused extends ProductError {
  readonly code = 'password_refused'
  readonly kind = 'invalid'
  override readonly field: string
  constructor(field: string, message: string) {
    super(message)
    this.field = field
  }
}

export class PasswordWrong extends ProductError {
  readonly code = 'password_wrong'
  readonly kind = 'invalid'
  override readonly field: string
  constructor(field: string, detail: Detail) {
    super('That is not your password. Try again.', detail)
    this.field = field
  }
}

export class AccountNotFound extends ProductError {
  readonly code = 'account_not_found'
  readonly kind = 'not_found'
  constructor(detail: Detail) {
    super('There is no such account.', detail)
  }
}

export class LastAdministrator extends ProductError {
  readonly code = 'last_administrator'
  readonly kind = 'conflict'
  constructor() {
    super('This is the only administrator. Make another one first.')
  }
}

/** One answer for an unknown address, a wrong password and a disabled account: it tells nobody who has an account. */
export class SignInFailed extends ProductError {
  readonly code = 'sign_in_failed'
  readonly kind = 'unauthenticated'
  constructor(detail: Detail) {
    super('The e-mail address or the password is not right. Check both and try again.', detail)
  }
}

export class TooManyAttempts extends ProductError {
  readonly code = 'too_many_attempts'
  readonly kind = 'too_many'
  override readonly retryAfterSeconds: number
  constructor(retryAfterSeconds: number) {
    const minutes = Math.max(1, Math.ceil(retryAfterSeconds / 60))
    super(`Too many failed attempts. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`)
    this.retryAfterSeconds = retryAfterSeconds
  }
}

export class TooBusy extends ProductError {
  readonly code = 'too_busy'
  readonly kind = 'unavailable'
  override readonly retryAfterSeconds = 2
  constructor() {
    super('Many people are signing in just now. Try again in a few seconds.')
  }
}

export class SetupLinkDead extends ProductError {
  readonly code = 'setup_link_dead'
  readonly kind = 'forbidden'
  constructor() {
    super(
      'This set-up link is no longer good: it lives for an hour and ends when there is an administrator. Restart the server for a new one, or run: npm run patmint -- account create --email you@example.com --admin',
    )
  }
}
