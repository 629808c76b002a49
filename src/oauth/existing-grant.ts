import type { Grant, KoaContextWithOIDC } from 'oidc-provider'
import { FIRST_PARTY } from './client-metadata.ts'

/** What the person agreed to before, in this sign-in. An application of ours is granted what it asks for. */
export async function loadGrant(ctx: KoaContextWithOIDC): Promise<Grant | undefined> {
  const { client, session, result, provider } = ctx.oidc
  if (client === undefined || session === undefined) return undefined
  const grantId = result?.consent?.grantId ?? session.grantIdFor(client.clientId)
  const grant = grantId === undefined ? undefined : await provider.Grant.find(grantId)
  return client[FIRST_PARTY] === true ? await grantAll(ctx, client.clientId, grant) : grant
}

async function grantAll(
  ctx: KoaContextWithOIDC,
  clientId: string,
  existing: Grant | undefined,
): Promise<Grant> {
  const { account, provider, requestParamOIDCScopes, requestParamScopes, resourceServers } = ctx.oidc
  const grant = existing ?? new provider.Grant({ accountId: account?.accountId, clientId })
  if (requestParamOIDCScopes.size > 0) grant.addOIDCScope([...requestParamOIDCScopes].join(' '))
  for (const [audience, { scopes }] of Object.entries(resourceServers ?? {})) {
    const wanted = [...requestParamScopes].filter((scope) => scopes.has(scope))
    if (wanted.length > 0) grant.addResourceScope(audience, wanted.join(' '))
  }
  await grant.save()
  return grant
}
