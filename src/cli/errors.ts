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

export class FileUnreadable extends ProductError {
  readonly code = 'file_unreadable'
  readonly kind = 'invalid'
  override readonly field = 'file'
  constructor(path: string, cause: NodeJS.ErrnoException) {
    const reason = cause.code === 'ENOENT' ? 'there is no such file' : cause.message
    super(`${path} cannot be read: ${reason}.`, {}, { cause })
  }
}

export class OrganizationUnknown extends ProductError {
  readonly code = 'organization_not_found'
  readonly kind = 'not_found'
  override readonly field = 'organization'
  constructor(slug: string) {
    super(`There is no organization ${slug}. List them with: npm run patmint -- organization list`)
  }
}

export class WorkspaceUnknown extends ProductError {
  readonly code = 'workspace_not_found'
  readonly kind = 'not_found'
  override readonly field = 'workspace'
  constructor(slug: string, organization: string) {
    super(
      `There is no workspace ${slug} in ${organization}. List them with: npm run patmint -- workspace list --organization ${organization}`,
    )
  }
}

export class NothingToSet extends ProductError {
  readonly code = 'nothing_to_set'
  readonly kind = 'invalid'
  constructor(example = '--max-days 90') {
    super(`Name at least one setting, such as ${example}. Add --help for what there is.`)
  }
}
