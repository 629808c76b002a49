import type { Actor } from '../audit/index.ts'
import { registerClient } from '../clients/index.ts'
import { isUniqueViolation } from '../database/index.ts'
import type { CatalogueDeps } from './add-module.ts'
import { catalogueStore } from './catalogue-store.ts'
import { AudienceTaken, InvalidAudience, UnknownModule } from './errors.ts'
import type { ResourceServer } from './resource-server.ts'

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
    const store = catalogueStore(tx)
    const names = checkModules(given.modules, await store.listModules())
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
      await store.serveModules(client.id, names)
      const [resourceServer] = await store.findResourceServers({ clientId: client.id })
      if (resourceServer === undefined || secret === undefined)
        throw new Error('a client that was made is not there')
      return { resourceServer, secret }
    } catch (error) {
      if (isUniqueViolation(error, 'oauth_client_audience_key')) throw new AudienceTaken()
      throw error
    }
  })
}

function checkModules(given: readonly string[], known: readonly { name: string }[]): string[] {
  const names = known.map(({ name }) => name)
  if (given.length === 0) throw new UnknownModule('', names)
  const unknown = given.find((name) => !names.includes(name))
  if (unknown !== undefined) throw new UnknownModule(unknown, names)
  return [...new Set(given)]
}

/** RFC 8707 §2: an absolute URI, and no fragment. */
function parseAudience(given: string): string {
  const audience = given.trim()
  if (
    audience.length > 500 ||
    !/^[\x21-\x7e]+$/.test(audience) ||
    !URL.canParse(audience) ||
    audience.includes('#')
  ) {
    throw new InvalidAudience()
  }
  return audience
}
