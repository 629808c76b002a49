import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Actor } from '../audit/index.ts'

/** Who stands behind a protocol request: the client that authenticated, else the person whose session it is. */
export function actorOf(ctx: KoaContextWithOIDC | undefined): Actor {
  if (ctx === undefined) return { kind: 'system' }
  // The http room made both trustworthy before the engine saw the request.
  const requestId = ctx.res.getHeader('x-request-id')
  const from = { address: ctx.ip, ...(typeof requestId === 'string' ? { requestId } : {}) }
  const clientId = ctx.oidc.client?.clientId
  if (clientId !== undefined) return { kind: 'client', id: clientId, ...from }
  const accountId = ctx.oidc.session?.accountId
  return accountId === undefined
    ? { kind: 'anonymous', ...from }
    : { kind: 'account', id: accountId, ...from }
}
