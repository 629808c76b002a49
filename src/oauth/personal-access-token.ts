import type { AdapterPayload } from 'oidc-provider'
import { INTERNAL_CLIENT_ID } from '../clients/index.ts'
import type { Live } from './presented.ts'

/**
 * A personal access token as oidc-provider knows access tokens. It has no grant: `/revoke` would end every token of the
 * grant with it, and a grant expires. `exp` is cut to whole seconds, so it is never later than the true end.
 */
export function toAccessToken(secret: string, { token, account, scopes }: Live): AdapterPayload {
  return {
    kind: 'AccessToken',
    jti: secret,
    accountId: account.id,
    clientId: INTERNAL_CLIENT_ID,
    scope: scopes.join(' '),
    iat: toSeconds(token.createdAt),
    ...(token.expiresAt === null ? {} : { exp: toSeconds(token.expiresAt) }),
    extra: {
      username: account.email,
      token_id: token.id,
      token_name: token.name,
      token_kind: token.kind,
    },
  }
}

const toSeconds = (date: Date): number => Math.floor(date.getTime() / 1_000)
