import Provider, { type Adapter } from 'oidc-provider'
import { actorOf } from './actor.ts'
import type { EngineDeps } from './deps.ts'
import { modelAdapter } from './model-adapter.ts'
import { toAccessToken } from './personal-access-token.ts'
import { rememberLive } from './presented.ts'

/** Access tokens are two things: ours, which the tokens room knows, and those of OAuth grants. The prefix tells which. */
export function accessTokenAdapter(deps: EngineDeps): Adapter {
  const { tokens } = deps
  const granted = modelAdapter(deps, 'AccessToken')
  return {
    ...granted,
    async find(id) {
      if (!tokens.hasPrefix(id)) return await granted.find(id)
      const resolution = await tokens.resolve(id)
      if (!resolution.active) return undefined
      rememberLive(resolution)
      return toAccessToken(id, resolution)
    },
    async destroy(id) {
      if (!tokens.hasPrefix(id)) return await granted.destroy(id)
      const resolution = await tokens.resolve(id)
      if (!resolution.active) return
      await tokens.revokeAny(
        actorOf(Provider.ctx),
        resolution.token.id,
        'Revoked by an application that held it',
      )
    },
  }
}

/** The other models that a presented token is looked for in: one of ours is in none of them, which costs no query. */
export function notOurs(deps: EngineDeps, model: string): Adapter {
  const adapter = modelAdapter(deps, model)
  return { ...adapter, find: async (id) => (deps.tokens.hasPrefix(id) ? undefined : await adapter.find(id)) }
}
