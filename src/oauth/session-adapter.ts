import type { Adapter, AdapterPayload } from 'oidc-provider'
import type { EngineDeps } from './deps.ts'
import { modelAdapter } from './model-adapter.ts'

/** The property of oidc-provider's session that names the session of ours on which it hangs. */
export const OUR_SESSION = 'patmintSessionId'

/**
 * oidc-provider's session is subordinate: it is void when the one of ours on which it hangs has ended, wherever that was
 * ended from, and with it the tokens that were to live as long as the person is signed in.
 */
export function sessionAdapter(deps: EngineDeps): Adapter {
  const adapter = modelAdapter(deps, 'Session')
  const check = async (payload: AdapterPayload | undefined): Promise<AdapterPayload | undefined> => {
    if (payload?.accountId === undefined) return payload
    const ours = (payload as Record<string, unknown>)[OUR_SESSION]
    if (typeof ours !== 'string') return undefined
    const visitor = await deps.sessions.check(ours)
    return visitor?.account.id === payload.accountId ? payload : undefined
  }
  return {
    ...adapter,
    find: async (id) => await check((await adapter.find(id)) ?? undefined),
    findByUid: async (uid) => await check((await adapter.findByUid(uid)) ?? undefined),
  }
}
