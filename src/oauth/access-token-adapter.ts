import Provider, { type Adapter, type AdapterPayload } from 'oidc-provider'
import type { Resolution } from '../tokens/index.ts'
import { actorOf } from './actor.ts'
import type { EngineDeps } from './deps.ts'
import { findGranted } from './find-granted.ts'
import { limitIntrospection } from './limits.ts'
import { modelAdapter } from './model-adapter.ts'
import { toAccessToken, toSuspendedToken } from './personal-access-token.ts'
import { countIntrospection, rememberLive, rememberSuspended } from './presented.ts'

/** Access tokens are two things: ours, which the tokens room knows, and those of OAuth grants. The prefix tells which. */
export function accessTokenAdapter(deps: EngineDeps): Adapter {
  const { tokens } = deps
  const granted = modelAdapter(deps, 'AccessToken')
  return {
    ...granted,
    async find(id) {
      await limitIntrospection(deps)
      if (!tokens.hasPrefix(id)) return await findGranted(deps, granted, id)
      return present(deps, id, await tokens.resolve(id))
    },
    async destroy(id) {
      if (!tokens.hasPrefix(id)) return await granted.destroy(id)
      const resolution = await tokens.resolve(id)
      const tokenId = resolution.active ? resolution.token.id : resolution.suspended?.id
      if (tokenId === undefined) return
      await tokens.revokeAny(actorOf(Provider.ctx), tokenId, 'Revoked by an application that held it')
    },
  }
}

function present(deps: EngineDeps, secret: string, resolution: Resolution): AdapterPayload | undefined {
  const ctx = Provider.ctx
  const route = ctx?.oidc.route
  if (resolution.active) {
    rememberLive(resolution)
    return toAccessToken(secret, resolution)
  }
  if (ctx !== undefined && route === 'introspection') countIntrospection(deps.tokens, ctx, resolution.reason)
  // It works for nobody, and may come back: when the account is enabled, or the policy loosened. Revoked it stays revoked.
  if (route !== 'revocation' || resolution.suspended === undefined) return undefined
  rememberSuspended()
  return toSuspendedToken(secret, resolution.suspended)
}

/** The other models that a presented token is looked for in: one of ours is in none of them, which costs no query. */
export function notOurs(deps: EngineDeps, model: string): Adapter {
  const adapter = modelAdapter(deps, model)
  return {
    ...adapter,
    async find(id) {
      await limitIntrospection(deps)
      return deps.tokens.hasPrefix(id) ? undefined : await findGranted(deps, adapter, id)
    },
  }
}
