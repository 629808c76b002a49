import type { IncomingMessage, ServerResponse } from 'node:http'
import { addMilliseconds, DAY } from '../lib/index.ts'
import { createInteractions } from './answer-interaction.ts'
import type { OauthDeps } from './deps.ts'
import { type Host, plainHost } from './host.ts'
import type { Interactions } from './interaction.ts'
import { oauthModelStore } from './oauth-model-store.ts'
import { createProvider } from './provider.ts'
import { loadSigningKeys } from './signing-keys.ts'

export type Oauth = Interactions & {
  /** Answers the engine's own routes: `/authorize /token /introspect /revoke /jwks /userinfo /session/end /.well-known/…`. */
  callback(req: IncomingMessage, res: ServerResponse): Promise<void>
  /** The http room's half; called once, before the first request. */
  bind(host: Host): void
  /** Removes what expired more than a day ago. */
  deleteExpired(): Promise<void>
}

/** The engine: oidc-provider with our models, policies and corrections. @throws {SigningKeysUnreadable} */
export async function createOauth(given: OauthDeps): Promise<Oauth> {
  let host = plainHost
  const deps = { ...given, host: () => host }
  const provider = createProvider(deps, await loadSigningKeys(deps))
  return {
    ...createInteractions(deps, provider),
    callback: provider.callback(),
    bind: (bound) => {
      host = bound
    },
    deleteExpired: () => oauthModelStore(deps.database).deleteExpired(addMilliseconds(deps.clock(), -DAY)),
  }
}
