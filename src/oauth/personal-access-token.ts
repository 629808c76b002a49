import type { AdapterPayload } from 'oidc-provider'
import { INTERNAL_CLIENT_ID } from '../clients/index.ts'
import type { Live } from './presented.ts'

/**
 * A personal access token as oidc-provider knows access tokens. It has no grant: `/revoke` would end every token of the
 * grant with it, and a grant expires. `exp` is cut to whole seconds, so it is never later than the true end.
 */
export function toAccessToken(secret: string, { token, account, scopes }: Live): AdapterPayload {
  const { organization, workspace } = token
  return {
    ...issuedToUs(secret, token),
    scope: scopes.join(' '),
    ...(token.expiresAt === null ? {} : { exp: toSeconds(token.expiresAt) }),
    extra: {
      username: account.email,
      token_id: token.id,
      token_name: token.name,
      token_kind: token.kind,
      ...(organization === null ? {} : { organization: { id: organization.id, slug: organization.slug } }),
      ...(workspace === null ? {} : { workspace: { id: workspace.id, slug: workspace.slug } }),
    },
  }
}

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

const toSeconds = (date: Date): number => Math.floor(date.getTime() / 1_000)
