import { type Actor, record } from '../audit/index.ts'
import { OWN_MODULE } from '../scopes/index.ts'
import type { CatalogueDeps } from './add-module.ts'
import { catalogueStore } from './catalogue-store.ts'
import { ModuleBuiltIn, ModuleNotFound } from './errors.ts'

/**
 * Tokens lose its scopes on the next introspection; resource servers serve it no more. Whoever calls this asks first how
 * many live tokens that concerns.
 * @throws {ModuleNotFound | ModuleBuiltIn}
 */
export async function removeModule(
  { database, clock }: CatalogueDeps,
  by: Actor,
  name: string,
): Promise<void> {
  if (name === OWN_MODULE.name) throw new ModuleBuiltIn(name)
  await database.transaction(async (tx) => {
    const store = catalogueStore(tx)
    const before = await store.lockModule(name)
    if (before === undefined) throw new ModuleNotFound(name)
    const servers = await store.findServersOf(name)
    await store.deleteModule(name)
    const { title, description, actions } = before
    await record(tx, clock(), {
      name: 'module.removed',
      by,
      data: { module: name, before: { title, description, actions, resourceServers: servers } },
    })
  })
}
