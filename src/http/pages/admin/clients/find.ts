import type { Client } from '../../../../clients/index.ts'
import { PageNotFound } from '../../../errors.ts'
import type { PageDeps } from '../../page.ts'

/** Resource servers are in the catalogue, and Patmint's own client has a page of its own. */
export async function findApplication({ clients }: PageDeps, id: string): Promise<Client | undefined> {
  const client = await clients.find(id)
  return client?.kind === 'application' ? client : undefined
}

/** @throws {PageNotFound} */
export async function getApplication(deps: PageDeps, id: string): Promise<Client> {
  const client = await findApplication(deps, id)
  if (client === undefined) throw new PageNotFound()
  return client
}
