import {
  type AccessToken,
  type Client,
  type ClientCredentials,
  errors,
  type KoaContextWithOIDC,
  type RefreshToken,
} from 'oidc-provider'
import { FIRST_PARTY } from './client-metadata.ts'
import { isOurs } from './presented.ts'

/**
 * A client may revoke what was issued to it, and one of ours any personal access token. Another confidential client is
 * told that it may not (RFC 7009 §2.1: "the request is refused and the client is informed of the error"), as
 * `invalid_request`: of the codes that §2.2.1 allows it is the one that blames neither the client's authentication nor
 * its registration. A public client is nobody in particular, and gets what it would get for an unknown token.
 */
export function mayRevoke(
  ctx: KoaContextWithOIDC,
  caller: Client,
  token: AccessToken | ClientCredentials | RefreshToken,
): boolean {
  if (token.clientId === caller.clientId) return true
  if (caller.clientAuthMethod === 'none') return false
  if (isOurs(ctx) && caller[FIRST_PARTY] === true) return true
  throw new errors.InvalidRequest('this client may not revoke the presented token')
}
