import { isIP } from 'node:net'
import type { AccessToken, Client, ClientCredentials, KoaContextWithOIDC, RefreshToken } from 'oidc-provider'
import type { ResourceServer } from '../catalogue/index.ts'
import { ADMIN_SCOPE, effectiveScopes, type Scope, scopesOf } from '../scopes/index.ts'
import { isUsableFrom } from '../tokens/index.ts'
import { KIND } from './client-metadata.ts'
import type { EngineDeps } from './deps.ts'
import { countIntrospection, findLive, type Live } from './presented.ts'

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
  if (!(await narrow(deps, token, live, server))) return 'audience'
  return live !== undefined && !isUsableFrom(live.token, findPresenter(ctx)) ? 'address' : undefined
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

/** Leaves of the token what concerns this resource server; `false` where that is nothing. */
async function narrow(
  deps: EngineDeps,
  token: Introspected,
  live: Live | undefined,
  server: ResourceServer | undefined,
): Promise<boolean> {
  if (server === undefined || token.kind !== 'AccessToken') return false
  if (!isMeantFor(server, token, live)) return false
  const own = new Set([...server.modules.flatMap(scopesOf), ADMIN_SCOPE])
  const effective = live?.scopes ?? (await effectiveScopesOf(deps, token, server))
  const scopes = effective.filter((scope) => own.has(scope))
  if (scopes.length === 0) return false
  token.scope = scopes.join(' ')
  token.aud = server.audience
  return true
}

/** RFC 8707 §2: what an application was given is for one API. A personal access token is for all, or for those it is bound to. */
function isMeantFor(server: ResourceServer, token: AccessToken, live: Live | undefined): boolean {
  if (live === undefined) return token.aud === server.audience
  const bound = live.token.resourceServers
  return bound === null || bound.includes(server.clientId)
}

/** What an application was allowed holds as far as the person may still do it. */
async function effectiveScopesOf(
  { tokens }: EngineDeps,
  token: AccessToken,
  { modules }: ResourceServer,
): Promise<Scope[]> {
  return effectiveScopes([...token.scopes], await tokens.ceiling(token.accountId), modules)
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

/** A resource server says who presented the token to it (RFC 7662 §2.1 allows further parameters). */
function findPresenter(ctx: KoaContextWithOIDC): string | undefined {
  const given = ctx.oidc.body?.['client_ip']
  return typeof given === 'string' && isIP(given) !== 0 ? given : undefined
}
