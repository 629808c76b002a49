import type { Adapter, AdapterPayload } from 'oidc-provider'
import type { EngineDeps } from './deps.ts'
import { modelAdapter } from './model-adapter.ts'

export function interactionAdapter(deps: EngineDeps): Adapter {
  const adapter = modelAdapter(deps, 'Interaction')
  return {
    ...adapter,
    upsert: (id, payload, expiresIn) => adapter.upsert(id, withoutSecrets(payload), expiresIn),
  }
}

/**
 * oidc-provider writes the session's plain id into the interaction and never reads it. A request to sign in is bound to
 * its browser by cookies alone: whoever signs in may be another than before, and the session of before may have ended.
 */
function withoutSecrets(payload: AdapterPayload): AdapterPayload {
  const { session, ...kept } = payload
  if (session === undefined || payload.prompt?.name === 'login') return kept
  const { cookie: _secret, ...public_ } = session
  return { ...kept, session: public_ }
}
