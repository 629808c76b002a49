import type { Executor } from '../database/index.ts'
import { catalogueStore } from './catalogue-store.ts'
import { UnknownModule } from './errors.ts'

/**
 * Has the resource server serve these modules, and no others. They stay in the catalogue until the transaction is over.
 * @throws {UnknownModule} also where there are none: an API without modules could be asked nothing
 */
export async function serveModules(tx: Executor, clientId: string, given: readonly string[]): Promise<void> {
  const store = catalogueStore(tx)
  const known = await store.lockModuleNames()
  const unknown = given.length === 0 ? '' : given.find((name) => !known.includes(name))
  if (unknown !== undefined) throw new UnknownModule(unknown, known)
  await store.replaceServedModules(clientId, [...new Set(given)])
}
