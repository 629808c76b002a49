import { type Actor, record } from '../audit/index.ts'
import { updateClient } from '../clients/index.ts'
import { type Executor, isUniqueViolation } from '../database/index.ts'
import { findChanges } from '../lib/index.ts'
import type { CatalogueDeps } from './add-module.ts'
import type { NewResourceServer } from './create-resource-server.ts'
import { AudienceTaken } from './errors.ts'
import { getResourceServer } from './get-resource-server.ts'
import { parseAudience, type ResourceServer } from './resource-server.ts'
import { serveModules } from './serve-modules.ts'

/** What is left out stays as it is. */
export type ResourceServerChanges = Partial<NewResourceServer>

/**
 * It holds on the very next introspection: with another audience, access tokens for the former one are inactive there;
 * with other modules, so are tokens that open none of them.
 * @throws {ResourceServerNotFound | InvalidAudience | AudienceTaken | UnknownModule | InvalidClientName}
 */
export async function changeResourceServer(
  { database, clock }: CatalogueDeps,
  by: Actor,
  clientId: string,
  given: ResourceServerChanges,
): Promise<ResourceServer> {
  const { name, modules } = given
  const audience = given.audience === undefined ? undefined : parseAudience(given.audience)
  return await database.transaction(async (tx) => {
    await getResourceServer(tx, clientId)
    const { before } = await update(tx, clientId, {
      ...(name === undefined ? {} : { name }),
      ...(audience === undefined ? {} : { audience }),
    })
    const served = (await getResourceServer(tx, clientId)).modules
    if (modules !== undefined) await serveModules(tx, clientId, modules)
    const after = await getResourceServer(tx, clientId)
    const changes = findChanges(show(before, served), show(after, after.modules))
    if (changes !== undefined)
      await record(tx, clock(), { name: 'resource_server.changed', by, clientId, data: changes })
    return after
  })
}

async function update(tx: Executor, clientId: string, given: { name?: string; audience?: string }) {
  try {
    return await updateClient(tx, clientId, given)
  } catch (error) {
    if (isUniqueViolation(error, 'oauth_client_audience_key')) throw new AudienceTaken()
    throw error
  }
}

const show = (
  { name, audience }: { name: string; audience: string | null },
  modules: ResourceServer['modules'],
) => ({ name, audience, modules: modules.map((module) => module.name) })
