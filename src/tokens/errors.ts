import { type Detail, ProductError } from '../lib/index.ts'
import { liveCountInWords } from './live-count.ts'

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
    super('This token no longer works, so it cannot be changed. Generate a new one.', detail)
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
    super(`An account may have ${most} active tokens. Revoke one that is no longer needed, and try again.`)
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

export class ScopeAboveToken extends ProductError {
  readonly code = 'scope_above_token'
  readonly kind = 'forbidden'
  override readonly field = 'scopes'
  constructor(scope: string) {
    super(`The token that you use may not do “${scope}” itself, so nothing that it makes may.`)
  }
}

export class NetworksAboveToken extends ProductError {
  readonly code = 'token_networks_above_token'
  readonly kind = 'forbidden'
  override readonly field = 'networks'
  constructor(network: string) {
    super(`The token that you use is not good from ${network}, so nothing that it makes can be.`)
  }
}

export class InvalidKind extends ProductError {
  readonly code = 'token_kind_invalid'
  readonly kind = 'invalid'
  override readonly field = 'kind'
  constructor() {
    super('Choose whose token it is: your own, a workspace’s or an organization’s.')
  }
}

export class KindNotAllowed extends ProductError {
  readonly code = 'token_kind_not_allowed'
  readonly kind = 'forbidden'
  override readonly field = 'kind'
  constructor(kind: string) {
    super(`The policy does not allow ${kind} tokens. Choose another kind.`)
  }
}

export class UnknownPlace extends ProductError {
  readonly code = 'token_place_unknown'
  readonly kind = 'invalid'
  override readonly field = 'kind'
  constructor() {
    super('There is no such workspace or organization. Choose one that is listed.')
  }
}

export class UnknownResourceServer extends ProductError {
  readonly code = 'resource_server_unknown'
  readonly kind = 'invalid'
  override readonly field = 'resourceServers'
  constructor(clientId: string | undefined) {
    super('Choose at least one of the resource servers that are listed, or do not limit the token to any.', {
      clientId: clientId?.slice(0, 200),
    })
  }
}

export class InvalidNetworks extends ProductError {
  readonly code = 'token_networks_invalid'
  readonly kind = 'invalid'
  override readonly field = 'networks'
  constructor(wrong: string, message?: string) {
    super(message ?? `“${wrong.slice(0, 60)}” is no network. Write it as 203.0.113.0/24 or 2001:db8::/32.`)
  }

  static tooMany(most: number): InvalidNetworks {
    return new InvalidNetworks('', `Name at most ${most} networks.`)
  }
}

export class NetworksRequired extends ProductError {
  readonly code = 'token_networks_required'
  readonly kind = 'invalid'
  override readonly field = 'networks'
  constructor() {
    super('The policy asks for the networks that the token may be used from. Name at least one.')
  }
}

export class InvalidRateLimit extends ProductError {
  readonly code = 'token_rate_limit_invalid'
  readonly kind = 'invalid'
  override readonly field = 'rateLimit'
  constructor(most: number) {
    super(
      `Give a whole number of requests a minute, from 1 to ${most}, or nothing for as many as all tokens.`,
    )
  }
}

export class ScopeWidened extends ProductError {
  readonly code = 'token_scope_widened'
  readonly kind = 'forbidden'
  override readonly field = 'scopes'
  constructor(scope: string) {
    super(
      `A token never gets more than it was generated with, and it has no “${scope}”. Generate another one.`,
    )
  }
}

export class BindingWidened extends ProductError {
  readonly code = 'token_binding_widened'
  readonly kind = 'forbidden'
  override readonly field = 'resourceServers'
  constructor() {
    super('A token that is limited to resource servers can only be limited further. Generate another one.')
  }
}

export class AlreadyResponsible extends ProductError {
  readonly code = 'token_already_yours'
  readonly kind = 'conflict'
  constructor() {
    super('There is nothing to adopt: you answer for this token already.')
  }
}

export class TargetIsAdministrator extends ProductError {
  readonly code = 'account_is_administrator'
  readonly kind = 'forbidden'
  constructor() {
    super('Nobody generates tokens in the name of another administrator. They can generate their own.')
  }
}

export class TokensCutOff extends ProductError {
  readonly code = 'tokens_cut_off'
  readonly kind = 'conflict'
  constructor(count: number, lost: readonly string[]) {
    const tokens = count === 1 ? '1 live token' : `${liveCountInWords(count)} live tokens`
    super(
      `${tokens} would lose ${lost.join(', ')}. Nothing was changed. Where that is meant, force it: --force on the command line, force=true by the API.`,
    )
  }
}

export class InvalidReason extends ProductError {
  readonly code = 'revoke_reason_invalid'
  readonly kind = 'invalid'
  override readonly field = 'reason'
  constructor(most: number) {
    super(`Give a reason of at most ${most} characters, without invisible ones.`)
  }
}
