import { errors, type ResourceServer } from 'oidc-provider'
import { scopesOf } from '../scopes/index.ts'
import type { EngineDeps } from './deps.ts'

const ONE_HOUR = 3_600

/** RFC 8707: the API that an application names in `resource`, with the scopes of its modules. */
export async function getResourceServer(
  { catalogue }: EngineDeps,
  resource: string,
): Promise<ResourceServer> {
  const server = await catalogue.findResourceServerByAudience(resource)
  if (server === undefined || server.disabledAt !== null) throw new errors.InvalidTarget()
  return {
    audience: server.audience,
    scope: server.modules.flatMap(scopesOf).join(' '),
    accessTokenTTL: ONE_HOUR,
    accessTokenFormat: 'opaque',
  }
}
