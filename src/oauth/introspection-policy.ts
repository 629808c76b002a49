import type { AccessToken, Client, ClientCredentials, KoaContextWithOIDC, RefreshToken } from 'oidc-provider'
import type { ResourceServer } from '../catalogue/index.ts'
import { effectiveScopes, type Scope } from '../scopes/index.ts'
import { disclose, type Live, ownScopesOf, readPresenter } from '../tokens/index.ts'
import { KIND } from './client-metadata.ts'
import type { EngineDeps } from './deps.ts'
import { countIntrospection, findLive } from './presented.ts'

type Introspected = AccessToken | ClientCredentials | RefreshToken

/**
 * What this caller is told about this token; `false` is answered like an unknown token. A resource server learns of
 * tokens that are meant for it, and only of its own scopes; any other client of what was issued to itself.
 */
export async function mayIntrospect(
  deps: EngineDeps,
  ctx: KoaContextWithOIDC,
  caller: Client,
  token: Introspected,
): Promise<boolean> {
  const live = findLive(ctx)
  const refusal = await findRefusal(deps, ctx, caller, token)
  countIntrospection(deps.tokens, ctx, refusal ?? 'active')
  if (refusal !== undefined) return false
  keepOwnClaims(token)
  if (live !== undefined) await recordUse(deps, ctx, caller, live)
  return true
}

/** One word for the charts: why this caller is told nothing. */
async function findRefusal(
  deps: EngineDeps,
  ctx: KoaContextWithOIDC,
  caller: Client,
  token: Introspected,
): Promise<'disabled' | 'audience' | 'address' | undefined> {
  const live = findLive(ctx)
  if (live === undefined && !(await isOwnedByActive(deps, ctx, token))) return 'disabled'
  if (caller[KIND] !== 'resource_server') return token.clientId === caller.clientId ? undefined : 'audience'
  const server = await deps.catalogue.findResourceServer(caller.clientId)
  if (server === undefined || token.kind !== 'AccessToken') return 'audience'
  const told =
    live === undefined
      ? await discloseGranted(deps, token, server)
      : disclose(live, { ...server, ownScopes: ownScopesOf(server.modules) }, findPresenter(ctx))
  if (told.refusal !== undefined) return told.refusal
  token.scope = told.scopes.join(' ')
  token.aud = server.audience
  return undefined
}

/** A disabled account's tokens, and those of a client that is gone, are dead on the next call. */
async function isOwnedByActive(
  { accounts }: EngineDeps,
  ctx: KoaContextWithOIDC,
  token: Introspected,
): Promise<boolean> {
  if (token.clientId === undefined || (await ctx.oidc.provider.Client.find(token.clientId)) === undefined)
    return false
  const accountId = 'accountId' in token ? token.accountId : undefined
  return accountId !== undefined && (await accounts.find(accountId))?.disabledAt === null
}

/**
 * RFC 8707 §2: what an application was given is for one API, and what it was allowed holds as far as the person may still
 * do it.
 */
async function discloseGranted(
  { tokens }: EngineDeps,
  token: AccessToken,
  server: ResourceServer,
): Promise<{ scopes: Scope[]; refusal?: undefined } | { refusal: 'audience' }> {
  if (token.aud !== server.audience) return { refusal: 'audience' }
  const effective = effectiveScopes([...token.scopes], await tokens.ceiling(token.accountId), server.modules)
  const own = ownScopesOf(server.modules)
  const scopes = effective.filter((scope) => own.has(scope))
  return scopes.length === 0 ? { refusal: 'audience' } : { scopes }
}

const OWN_CLAIMS = ['username', 'token_id', 'token_name', 'token_kind', 'organization', 'workspace']

/** oidc-provider lets extra claims override `sub`: whatever a row may hold, only ours get into an answer (I15). */
function keepOwnClaims(token: Introspected): void {
  if (!('extra' in token) || token.extra === undefined) return
  token.extra = Object.fromEntries(Object.entries(token.extra).filter(([name]) => OWN_CLAIMS.includes(name)))
}

async function recordUse(
  deps: EngineDeps,
  ctx: KoaContextWithOIDC,
  caller: Client,
  { token }: Live,
): Promise<void> {
  await deps.tokens.recordFirstUse(token)
  const address = findPresenter(ctx) ?? ctx.ip
  deps.tokens.touch({ tokenId: token.id, clientId: caller.clientId, address })
}

const findPresenter = (ctx: KoaContextWithOIDC): string | undefined =>
  readPresenter(ctx.oidc.body?.['client_ip'])
