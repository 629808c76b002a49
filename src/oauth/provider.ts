import type { JWK } from 'jose'
import Provider from 'oidc-provider'
import { isSecretOf } from '../clients/index.ts'
import { PREVIOUS_SECRET } from './client-metadata.ts'
import { createConfiguration } from './configuration.ts'
import type { EngineDeps } from './deps.ts'
import { addMiddleware } from './middleware.ts'
import { OUR_SESSION } from './session-adapter.ts'

/** oidc-provider, set up. */
export function createProvider(deps: EngineDeps, signingKeys: JWK[]): Provider {
  const provider = new Provider(deps.config.issuer, createConfiguration(deps, signingKeys))
  // The http room has pinned host, protocol and address before a request gets here.
  provider.proxy = true
  compareSecretsAsHashes(provider)
  keepOurSession(provider)
  addMiddleware(provider, deps)
  return provider
}

/** What it knows as a client's secret is the hash of it: a look into its memory, or ours, gives nobody a secret. */
function compareSecretsAsHashes(provider: Provider): void {
  provider.Client.prototype.compareClientSecret = function (presented) {
    const previous = this[PREVIOUS_SECRET]
    const hashes = {
      secretHash: Buffer.from(this.clientSecret ?? '', 'hex'),
      previousSecretHash: typeof previous === 'string' ? Buffer.from(previous, 'hex') : null,
    }
    return isSecretOf(hashes, presented)
  }
}

/** The session of ours on which one of its own hangs is kept with it. */
function keepOurSession(provider: Provider): void {
  const { Session } = provider
  const kept = [...(Session as unknown as { IN_PAYLOAD: string[] }).IN_PAYLOAD, OUR_SESSION]
  Object.defineProperty(Session, 'IN_PAYLOAD', { get: () => kept })
}
