import type { Actor } from '../audit/index.ts'
import { registerClient } from '../clients/index.ts'
import { isUniqueViolation } from '../database/index.ts'
import type { CatalogueDeps } from './add-module.ts'
import { catalogueStore } from './catalogue-store.ts'
import { AudienceTaken } from './errors.ts'
import { parseAudience, type ResourceServer } from './resource-server.ts'
import { serveModules } from './serve-modules.ts'

export type NewResourceServer = {
  readonly name: string
  readonly audience: string
  /** Names of modules in the catalogue. */
  readonly modules: readonly string[]
}

/**
 * Registers an API. Its secret is returned this once and kept as a hash.
 * @throws {InvalidAudience | AudienceTaken | UnknownModule | InvalidClientName}
 */
export async function createResourceServer(
  { database, clock }: CatalogueDeps,
  by: Actor,
  given: NewResourceServer,
): Promise<{ resourceServer: ResourceServer; secret: string }> {
  const audience = parseAudience(given.audience)
  return await database.transaction(async (tx) => {
    try {
      const { client, secret } = await registerClient(tx, clock, by, {
        kind: 'resource_server',
        name: given.name,
        authMethod: 'client_secret_basic',
        firstParty: false,
        redirectUris: [],
        grantTypes: [],
        audience,
      })
      await serveModules(tx, client.id, given.modules)
      const [resourceServer] = await catalogueStore(tx).findResourceServers({ clientId: client.id })
      if (resourceServer === undefined || secret === undefined)
        throw new Error('a client that was made is not there')
      return { resourceServer, secret }
    } catch (error) {
      if (isUniqueViolation(error, 'oauth_client_audience_key')) throw new AudienceTaken()
      throw error
    }
  })
}
