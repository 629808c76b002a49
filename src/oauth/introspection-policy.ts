import { isIP } from 'node:net'
import type { AccessToken, Client, ClientCredentials, KoaContextWithOIDC, RefreshToken } from 'oidc-provider'
import type { ResourceServer } from '../catalogue/index.ts'
import { expandScopes, type Scope } from '../scopes/index.ts'
import { KIND } from './client-metadata.ts'
import type { EngineDeps } from './deps.ts'
import { findLive, type Live } from './presented.ts'

type Introspected = AccessToken | ClientCredentials | RefreshToken

/**
 * What this caller is told about this token; `false` is answered like an unknown token. A resource server learns of
 * tokens that open one of its modules, and only of those scopes; any other client of what was issued to itself.
 */
export async function mayIntrospect(
  deps: EngineDeps,
  ctx: KoaContextWithOIDC,
  caller: Client,
  token: Introspected,
): Promise<boolean> {
  const live = findLive(ctx)
  if (live === undefined && !(await isOwnedByActive(deps, ctx, token))) return false
  const isAllowed =
    caller[KIND] === 'resource_server'
      ? narrow(token, live?.scopes, await deps.catalogue.findResourceServer(caller.clientId))
      : token.clientId === caller.clientId
  if (!isAllowed) return false
  keepOwnClaims(token)
  if (live !== undefined) await recordUse(deps, ctx, caller, live)
  return true
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
function narrow(token: Introspected, ours: Scope[] | undefined, server: ResourceServer | undefined): boolean {
  if (server === undefined || token.kind !== 'AccessToken') return false
  if (ours === undefined && token.aud !== server.audience) return false
  const scopes = expandScopes(ours ?? [...token.scopes], server.modules)
  if (scopes.length === 0) return false
  token.scope = scopes.join(' ')
  token.aud = server.audience
  return true
}

const OWN_CLAIMS = ['username', 'token_id', 'token_name', 'token_kind']

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

/** A resource server may say who presented the token to it (RFC 7662 §2.1 allows further parameters). */
function findPresenter(ctx: KoaContextWithOIDC): string | undefined {
  const given = ctx.oidc.body?.['client_address']
  return typeof given === 'string' && isIP(given) !== 0 ? given : undefined
}
