import { type Adapter, type AdapterPayload, errors } from 'oidc-provider'
import { addMilliseconds, SECOND } from '../lib/index.ts'
import type { EngineDeps } from './deps.ts'
import { oauthModelStore } from './oauth-model-store.ts'
import { revokeGrant } from './revoke-grant.ts'

/** Ids are made by oidc-provider: nothing else can be one, and it never reaches the database (a NUL byte there is an error). */
const ID = /^[A-Za-z0-9_-]{1,128}$/

export const isModelId = (id: unknown): id is string => typeof id === 'string' && ID.test(id)

/** How most of oidc-provider's models are kept: a row in `oauth_model`, found by the SHA-256 of its id. */
export function modelAdapter(deps: EngineDeps, model: string): Adapter {
  const { clock } = deps
  const store = oauthModelStore(deps.database)
  return {
    async upsert(id, payload, expiresIn) {
      const now = clock()
      await store.upsert(model, id, payload, { now, expiresAt: findExpiry(payload, expiresIn, now) })
    },
    find: async (id) => (isModelId(id) ? await store.find(model, id) : undefined),
    findByUid: async (uid) => (isModelId(uid) ? await store.findByUid(model, uid) : undefined),
    findByUserCode: async (code) => (isModelId(code) ? await store.findByUserCode(model, code) : undefined),
    async consume(id) {
      if (await store.consume(model, id, clock())) return
      // Somebody else was faster: one of the two is a thief, and nobody knows which (RFC 6749 §4.1.2, RFC 9700 §4.14.2).
      const grantId = await store.findGrantId(model, id)
      if (grantId !== undefined) await revokeGrant(deps, grantId)
      throw new errors.InvalidGrant({ detail: `${model} was used more than once at the same time` })
    },
    async destroy(id) {
      if (isModelId(id)) await store.destroy(model, id)
    },
    revokeByGrantId: (grantId) => store.destroyByGrant(model, grantId),
  }
}

function findExpiry({ exp }: AdapterPayload, expiresIn: number | undefined, now: Date): Date | null {
  if (exp !== undefined) return new Date(exp * SECOND)
  return expiresIn === undefined ? null : addMilliseconds(now, expiresIn * SECOND)
}
