import type { Client } from '../../../../clients/index.ts'
import { PageNotFound } from '../../../errors.ts'
import type { PageDeps } from '../../page.ts'

/** @throws {PageNotFound} */
export async function getApplication({ clients }: PageDeps, id: string): Promise<Client> {
  const client = await clients.findApplication(id)
  if (client === undefined) throw new PageNotFound()
  return client
}
