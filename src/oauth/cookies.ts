import type { Configuration } from 'oidc-provider'
import type { EngineDeps } from './deps.ts'

/**
 * Signed, and named so that neither a sibling domain nor a plain connection can plant one. `__Host-` demands the path
 * `/`, which the two that belong to one request do not have.
 */
export function cookies({ config, keys }: EngineDeps): Configuration['cookies'] {
  const isSecure = config.issuer.startsWith('https:')
  const [host, secure] = isSecure ? ['__Host-', '__Secure-'] : ['', '']
  const options = { httpOnly: true, sameSite: 'lax', signed: true, secure: isSecure } as const
  return {
    keys: [...keys.cookie],
    names: {
      session: `${host}patmint_oauth`,
      interaction: `${secure}patmint_interaction`,
      resume: `${secure}patmint_interaction_resume`,
    },
    long: options,
    short: options,
  }
}
