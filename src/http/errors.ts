import { ProductError } from '../lib/index.ts'

export class PageNotFound extends ProductError {
  readonly code = 'not_found'
  readonly kind = 'not_found'
  constructor() {
    super('There is nothing at this address. Check it for a typing error.')
  }
}

export class RequestMalformed extends ProductError {
  readonly code = 'malformed_request'
  readonly kind = 'invalid'
  constructor(reason: string) {
    super('This request is not well-formed: its address or its contents could not be read.', { reason })
  }
}

export class FormExpired extends ProductError {
  readonly code = 'form_expired'
  readonly kind = 'forbidden'
  constructor(reason: string) {
    super('This form is too old or came from another site. Go back, reload the page and try again.', {
      reason,
    })
  }
}

export class SignInRequired extends ProductError {
  readonly code = 'sign_in_required'
  readonly kind = 'unauthenticated'
  constructor() {
    super('Sign in first.')
  }
}

export class ReauthenticationRequired extends ProductError {
  readonly code = 'reauthentication_required'
  readonly kind = 'forbidden'
  constructor() {
    super('Enter your password again first: it was last entered too long ago for this.')
  }
}

export class DocsMissing extends ProductError {
  readonly code = 'docs_missing'
  readonly kind = 'unavailable'
  constructor() {
    super(
      'The documentation has not been rendered. Run `npm run docs:build` where Patmint is installed; it is here at once, without a restart.',
    )
  }
}
