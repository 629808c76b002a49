import type { JWK } from 'jose'
import Provider from 'oidc-provider'
import { isEqualHash, sha256 } from '../lib/index.ts'
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

/**
 * What it knows as a client's secret is the hash of it: a look into its memory, or ours, gives nobody a secret. While two
 * secrets overlap both are good, and both are compared whichever it is: the time taken does not tell which.
 */
function compareSecretsAsHashes(provider: Provider): void {
  provider.Client.prototype.compareClientSecret = function (presented) {
    const hash = sha256(presented)
    const previous = this[PREVIOUS_SECRET]
    const isPrevious = typeof previous === 'string' && isEqualHash(Buffer.from(previous, 'hex'), hash)
    return isEqualHash(Buffer.from(this.clientSecret ?? '', 'hex'), hash) || isPrevious
  }
}

/** The session of ours on which one of its own hangs is kept with it. */
function keepOurSession(provider: Provider): void {
  const { Session } = provider
  const kept = [...(Session as unknown as { IN_PAYLOAD: string[] }).IN_PAYLOAD, OUR_SESSION]
  Object.defineProperty(Session, 'IN_PAYLOAD', { get: () => kept })
}
