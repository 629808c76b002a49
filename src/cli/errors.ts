import { ProductError } from '../lib/index.ts'

export class AccountNotFound extends ProductError {
  readonly code = 'account_not_found'
  readonly kind = 'not_found'
  override readonly field = 'account'
  constructor(email: string) {
    super(`There is no account ${email}. List them with: npm run patmint -- account list`)
  }
}

export class TokenIdUnknown extends ProductError {
  readonly code = 'token_not_found'
  readonly kind = 'not_found'
  constructor(id: string) {
    super(`There is no token with the id ${id}. List them with: npm run patmint -- token list --all`)
  }
}

export class PasswordNotGiven extends ProductError {
  readonly code = 'password_not_given'
  readonly kind = 'invalid'
  override readonly field = 'password'
}

export class DatabaseAway extends ProductError {
  readonly code = 'database_unavailable'
  readonly kind = 'unavailable'
  constructor(url: string, trouble: string, cause: unknown) {
    const { host, pathname } = new URL(url)
    super(`PostgreSQL at ${host}${pathname} cannot be used: ${trouble}. Check DATABASE_URL.`, {}, { cause })
  }
}
