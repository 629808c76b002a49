import { type Actor, record } from '../audit/index.ts'
import { INTERNAL_CLIENT_ID } from '../clients/index.ts'
import { OWN_MODULE, scopesOf } from '../scopes/index.ts'
import type { CatalogueDeps } from './add-module.ts'
import { catalogueStore } from './catalogue-store.ts'

/**
 * Makes sure that Patmint's own module is in the catalogue, as this version knows it, and that Patmint itself serves it.
 * Idempotent, and safe on many nodes at once. The internal client must be there.
 */
export async function ensureOwnModule({ database, clock }: CatalogueDeps, by: Actor): Promise<void> {
  const [found] = await catalogueStore(database.manager).findModules({ name: OWN_MODULE.name })
  if (found !== undefined && scopesOf(found).join() === scopesOf(OWN_MODULE).join()) return
  await database.transaction(async (tx) => {
    const [store, now] = [catalogueStore(tx), clock()]
    const { name, actions } = OWN_MODULE
    const row = { ...OWN_MODULE, actions: [...actions], createdAt: now }
    const isNew = await store.insertModuleIfAbsent(row)
    if (!isNew) await store.updateModule(OWN_MODULE)
    await store.ensureServed(INTERNAL_CLIENT_ID, name)
    if (isNew) await record(tx, now, { name: 'module.created', by, data: { module: name, actions } })
  })
}
