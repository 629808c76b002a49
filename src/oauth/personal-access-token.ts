import type { AdapterPayload } from 'oidc-provider'
import { INTERNAL_CLIENT_ID } from '../clients/index.ts'
import { claimsOf, type Live, toSeconds } from '../tokens/index.ts'

/**
 * A personal access token as oidc-provider knows access tokens. It has no grant: `/revoke` would end every token of the
 * grant with it, and a grant expires. `exp` is cut to whole seconds, so it is never later than the true end.
 */
export const toAccessToken = (secret: string, live: Live): AdapterPayload => ({
  ...issuedToUs(secret, live.token),
  scope: live.scopes.join(' '),
  ...(live.token.expiresAt === null ? {} : { exp: toSeconds(live.token.expiresAt) }),
  extra: claimsOf(live),
})

type Suspended = { readonly accountId: string; readonly createdAt: Date }

/** One that works for nobody just now, as much of it as it takes to be revoked. */
export const toSuspendedToken = (secret: string, token: Suspended): AdapterPayload =>
  issuedToUs(secret, token)

const issuedToUs = (secret: string, { accountId, createdAt }: Suspended): AdapterPayload => ({
  kind: 'AccessToken',
  jti: secret,
  accountId,
  clientId: INTERNAL_CLIENT_ID,
  iat: toSeconds(createdAt),
})
