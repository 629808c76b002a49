import type { Configuration, JWK } from 'oidc-provider'
import { createAdapter } from './adapter.ts'
import { FIRST_PARTY, KIND, PREVIOUS_SECRET } from './client-metadata.ts'
import { cookies } from './cookies.ts'
import { guarded } from './database-fault.ts'
import type { EngineDeps } from './deps.ts'
import { loadGrant } from './existing-grant.ts'
import { findAccount } from './find-account.ts'
import { mayIntrospect } from './introspection-policy.ts'
import { renderError, renderSignedOut, renderSignOut } from './render.ts'
import { getResourceServer } from './resource-servers.ts'
import { mayRevoke } from './revocation-policy.ts'
import { createSignInPolicy } from './sign-in-policy.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Everything that we decide about oidc-provider. What is not here keeps its default. */
export function createConfiguration(deps: EngineDeps, signingKeys: JWK[]): Configuration {
  return {
    adapter: createAdapter(deps),
    jwks: { keys: signingKeys },
    routes,
    ttl,
    cookies: cookies(deps),
    features: features(deps),

    // Only the code flow, with PKCE (S256 is the only method that oidc-provider has), for every client.
    responseTypes: ['code'],
    pkce: { required: () => true },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    enabledJWA: { idTokenSigningAlgValues: ['RS256', 'ES256'] },
    rotateRefreshToken: true,
    allowOmittingSingleRegisteredRedirectUri: false,
    // An expired code or token is not good for another 15 seconds.
    clockTolerance: 0,

    scopes: ['openid', 'offline_access'],
    claims: { openid: ['sub'], email: ['email'], profile: ['name'] },
    findAccount: guarded((_ctx, accountId: string) => findAccount(deps, accountId)),
    loadExistingGrant: guarded(loadGrant),
    extraClientMetadata: { properties: [KIND, FIRST_PARTY, PREVIOUS_SECRET] },
    interactions: {
      policy: createSignInPolicy(deps),
      url: (_ctx, { uid }) => `/interaction/${uid}`,
    },
    clientBasedCORS: (ctx, origin, client) =>
      // A browser application calls these two itself; nothing else is called from a browser.
      ['token', 'userinfo'].includes(ctx.oidc.route) &&
      client.clientAuthMethod === 'none' &&
      (client.redirectUris ?? []).some((uri) => URL.parse(uri)?.origin === origin),
    renderError: (ctx, out, error) => renderError(deps, ctx, out, error),
  }
}

const routes = {
  authorization: '/authorize',
  token: '/token',
  introspection: '/introspect',
  revocation: '/revoke',
  jwks: '/jwks',
  userinfo: '/userinfo',
  end_session: '/session/end',
}

const ttl = {
  AuthorizationCode: MINUTE,
  // A function: a resource server's own lifetime is used where a token is for one.
  AccessToken: () => HOUR,
  IdToken: HOUR,
  Interaction: HOUR,
  // Renewed by every rotation; the grant is the outer limit.
  RefreshToken: 30 * DAY,
  Grant: 365 * DAY,
  // Ours decides when a sign-in is over; this one only must not outlive its use.
  Session: 14 * DAY,
}

const features = (deps: EngineDeps): Configuration['features'] => ({
  devInteractions: { enabled: false },
  dPoP: { enabled: false },
  pushedAuthorizationRequests: { enabled: false },
  introspection: {
    enabled: true,
    allowedPolicy: guarded((ctx, client, token) => mayIntrospect(deps, ctx, client, token)),
  },
  revocation: { enabled: true, allowedPolicy: mayRevoke },
  resourceIndicators: {
    enabled: true,
    getResourceServerInfo: guarded((_ctx, resource: string) => getResourceServer(deps, resource)),
    // What was agreed to for one API is a token for that API, also where the token request does not say so again.
    useGrantedResource: async () => true,
  },
  rpInitiatedLogout: {
    enabled: true,
    logoutSource: (ctx, form) => renderSignOut(deps, ctx, form),
    postLogoutSuccessSource: (ctx) => renderSignedOut(deps, ctx),
  },
})
