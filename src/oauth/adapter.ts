import type { Adapter, AdapterFactory } from 'oidc-provider'
import { accessTokenAdapter, notOurs } from './access-token-adapter.ts'
import { clientAdapter } from './client-adapter.ts'
import { guarded } from './database-fault.ts'
import type { EngineDeps } from './deps.ts'
import { grantAdapter } from './grant-adapter.ts'
import { interactionAdapter } from './interaction-adapter.ts'
import { modelAdapter } from './model-adapter.ts'
import { sessionAdapter } from './session-adapter.ts'

/** Where oidc-provider keeps its models. */
export const createAdapter =
  (deps: EngineDeps): AdapterFactory =>
  (model) =>
    withGuards(chooseAdapter(deps, model))

function chooseAdapter(deps: EngineDeps, model: string): Adapter {
  switch (model) {
    case 'AccessToken':
      return accessTokenAdapter(deps)
    case 'Client':
      return clientAdapter(deps)
    case 'Grant':
      return grantAdapter(deps)
    case 'Interaction':
      return interactionAdapter(deps)
    case 'RefreshToken':
    case 'ClientCredentials':
      return notOurs(deps, model)
    case 'Session':
      return sessionAdapter(deps)
    default:
      return modelAdapter(deps, model)
  }
}

const withGuards = (adapter: Adapter): Adapter => ({
  upsert: guarded((id, payload, expiresIn) => adapter.upsert(id, payload, expiresIn)),
  find: guarded((id: string) => adapter.find(id)),
  findByUserCode: guarded((userCode: string) => adapter.findByUserCode(userCode)),
  findByUid: guarded((uid: string) => adapter.findByUid(uid)),
  consume: guarded((id: string) => adapter.consume(id)),
  destroy: guarded((id: string) => adapter.destroy(id)),
  revokeByGrantId: guarded((grantId: string) => adapter.revokeByGrantId(grantId)),
})
