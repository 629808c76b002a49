import { ProductError } from '../lib/index.ts'

export class ClientNotFound extends ProductError {
  readonly code = 'client_not_found'
  readonly kind = 'not_found'
  constructor(id: string) {
    super('There is no client with this id. List the clients for those that there are.', {
      id: id.slice(0, 200),
    })
  }
}

export class InvalidClientName extends ProductError {
  readonly code = 'client_name_invalid'
  readonly kind = 'invalid'
  override readonly field = 'name'
  constructor(most: number) {
    super(`Give the client a name of 1 to ${most} characters, without invisible ones.`)
  }
}

export class InvalidRedirectUri extends ProductError {
  readonly code = 'redirect_uri_invalid'
  readonly kind = 'invalid'
  override readonly field = 'redirectUris'
  constructor(uri: string) {
    super(
      `“${uri.slice(0, 200)}” cannot be a redirect URI. Give whole https:// addresses without a fragment; http:// is for 127.0.0.1 and [::1] only.`,
    )
  }
}

export class ClientHasNoSecret extends ProductError {
  readonly code = 'client_has_no_secret'
  readonly kind = 'conflict'
  constructor(id: string) {
    super('This client has no secret: public applications prove themselves by PKCE alone.', { id })
  }
}

export class NotAnApplication extends ProductError {
  readonly code = 'client_not_an_application'
  readonly kind = 'conflict'
  constructor(id: string) {
    super(
      'This client is not an application. Resource servers are changed in the API catalogue, and Patmint’s own client never.',
      { id },
    )
  }
}
