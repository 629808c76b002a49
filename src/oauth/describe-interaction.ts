import type { Interaction } from 'oidc-provider'
import type { Catalogue } from '../catalogue/index.ts'
import type { Client } from '../clients/index.ts'
import { scopesOf } from '../scopes/index.ts'
import type { InteractionView, RequestedResource } from './interaction.ts'
import { OUR_SESSION_REASON } from './sign-in-policy.ts'

const IDENTITY_SCOPES = ['openid', 'profile', 'email', 'offline_access']
/** The reasons that anybody who is signed in here takes away; any other asks for more than that. */
const ANSWERED_BY_A_SESSION = ['no_session', OUR_SESSION_REASON]

export async function describeInteraction(
  catalogue: Catalogue,
  client: Client,
  interaction: Interaction,
): Promise<InteractionView> {
  const { uid, prompt, params } = interaction
  const asked = typeof params.scope === 'string' ? params.scope.split(' ') : []
  const hint = params.login_hint
  return {
    uid,
    prompt: prompt.name === 'login' ? 'login' : 'consent',
    client: { id: client.id, name: client.name, firstParty: client.firstParty },
    mustEnterPassword: mustEnterPassword(interaction),
    loginHint: typeof hint === 'string' ? hint.slice(0, 320) : undefined,
    identityScopes: IDENTITY_SCOPES.filter((scope) => asked.includes(scope)),
    resources: await listResources(catalogue, [params.resource ?? []].flat().map(String), asked),
    redirectOrigin: findOrigin(params.redirect_uri),
  }
}

export const mustEnterPassword = ({ prompt }: Interaction): boolean =>
  prompt.name === 'login' && prompt.reasons.some((reason) => !ANSWERED_BY_A_SESSION.includes(reason))

async function listResources(
  catalogue: Catalogue,
  audiences: readonly string[],
  asked: readonly string[],
): Promise<RequestedResource[]> {
  const resources: RequestedResource[] = []
  for (const audience of new Set(audiences)) {
    const server = await catalogue.findResourceServerByAudience(audience)
    if (server === undefined) continue
    const { name, modules } = server
    resources.push({
      audience,
      name,
      modules,
      scopes: modules.flatMap(scopesOf).filter((scope) => asked.includes(scope)),
    })
  }
  return resources
}

function findOrigin(redirectUri: unknown): string | undefined {
  const url = typeof redirectUri === 'string' ? URL.parse(redirectUri) : null
  return url === null || url.origin === 'null' ? undefined : url.origin
}
