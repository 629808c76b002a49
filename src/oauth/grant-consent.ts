import type Provider from 'oidc-provider'
import type { Interaction } from 'oidc-provider'

type Missing = {
  missingOIDCScope?: string[]
  missingOIDCClaims?: string[]
  missingResourceScopes?: Record<string, string[]>
}

/** Grants what the consent page listed and was not granted before. @returns the grant's id */
export async function grantConsent(
  provider: Provider,
  interaction: Interaction,
  accountId: string,
): Promise<string> {
  const { grantId, params, prompt } = interaction
  const known = grantId === undefined ? undefined : await provider.Grant.find(grantId)
  const grant = known ?? new provider.Grant({ accountId, clientId: String(params.client_id) })
  const missing: Missing = prompt.details
  if (missing.missingOIDCScope !== undefined) grant.addOIDCScope(missing.missingOIDCScope.join(' '))
  if (missing.missingOIDCClaims !== undefined) grant.addOIDCClaims(missing.missingOIDCClaims)
  for (const [audience, scopes] of Object.entries(missing.missingResourceScopes ?? {})) {
    grant.addResourceScope(audience, scopes.join(' '))
  }
  return await grant.save()
}
