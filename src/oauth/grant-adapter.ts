import type { Adapter } from 'oidc-provider'
import type { EngineDeps } from './deps.ts'
import { isModelId, modelAdapter } from './model-adapter.ts'
import { revokeGrant } from './revoke-grant.ts'

/** A grant that is destroyed takes everything under it along, in one transaction and with one audit event. */
export function grantAdapter(deps: EngineDeps): Adapter {
  return {
    ...modelAdapter(deps, 'Grant'),
    async destroy(id) {
      if (isModelId(id)) await revokeGrant(deps, id)
    },
  }
}
