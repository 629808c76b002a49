import type { Executor } from '../database/index.ts'
import { catalogueStore } from './catalogue-store.ts'
import { ResourceServerNotFound } from './errors.ts'
import type { ResourceServer } from './resource-server.ts'

/** @throws {ResourceServerNotFound} */
export async function getResourceServer(tx: Executor, clientId: string): Promise<ResourceServer> {
  const [server] = await catalogueStore(tx).findResourceServers({ clientId })
  if (server === undefined) throw new ResourceServerNotFound(clientId)
  return server
}
