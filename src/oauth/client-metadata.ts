import { isIP } from 'node:net'
import type { AdapterPayload } from 'oidc-provider'
import { type Client, hasTwoSecrets, INTERNAL_CLIENT_ID } from '../clients/index.ts'

/** Our own properties of a client, beside those of RFC 7591. */
export const KIND = 'patmint_kind'
export const FIRST_PARTY = 'patmint_first_party'
/** The hash of the secret before the present one, while both are good. */
export const PREVIOUS_SECRET = 'patmint_previous_secret'

/** Where a client without a secret would have its hash: no SHA-256 is that short, so nothing ever matches it. */
const NO_SECRET = 'none'

/** A client as oidc-provider knows it at this moment. Its `client_secret` is the hash of the secret, in hex. */
export function toMetadata(client: Client, now: Date): AdapterPayload {
  const isPublic = client.authMethod === 'none'
  const usesCode = client.redirectUris.length > 0
  return {
    client_id: client.id,
    client_name: client.name,
    ...(isPublic ? {} : { client_secret: client.secretHash?.toString('hex') ?? NO_SECRET }),
    token_endpoint_auth_method: client.authMethod,
    application_type: usesCode && client.redirectUris.every(isLoopback) ? 'native' : 'web',
    redirect_uris: client.redirectUris,
    response_types: usesCode ? ['code'] : [],
    grant_types: usesCode ? client.grantTypes : [],
    [KIND]: client.kind,
    [FIRST_PARTY]: client.firstParty,
    ...(hasTwoSecrets(client, now) ? { [PREVIOUS_SECRET]: client.previousSecretHash?.toString('hex') } : {}),
  }
}

/**
 * Our own client, to which personal access tokens are issued. It has no secret that could be presented, no redirect and
 * no grant, and is the same whether it is switched on or off: that stops minting, never what was minted.
 */
export const INTERNAL_METADATA: AdapterPayload = {
  client_id: INTERNAL_CLIENT_ID,
  client_name: 'Patmint',
  client_secret: NO_SECRET,
  token_endpoint_auth_method: 'client_secret_basic',
  redirect_uris: [],
  response_types: [],
  grant_types: [],
  [KIND]: 'internal',
  [FIRST_PARTY]: true,
}

/** RFC 8252 §7.3: only there may the port differ from the registered one. */
function isLoopback(uri: string): boolean {
  const url = URL.parse(uri)
  if (url?.protocol !== 'http:') return false
  return url.hostname === '[::1]' || (isIP(url.hostname) === 4 && url.hostname.startsWith('127.'))
}
