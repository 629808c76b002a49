import { type Actor, record } from '../audit/index.ts'
import { findChanges } from '../lib/index.ts'
import { type Module, OWN_MODULE } from '../scopes/index.ts'
import type { CatalogueDeps } from './add-module.ts'
import { catalogueStore } from './catalogue-store.ts'
import { ModuleBuiltIn, ModuleNotFound } from './errors.ts'
import { parseModule } from './parse-module.ts'

/** What is left out stays as it is. Its name is for ever: it stands in tokens. */
export type ModuleChanges = Partial<Omit<Module, 'name'>>

/**
 * Tokens lose the scopes of actions that are left out, on the next introspection, and have them again when the actions
 * come back. Whoever calls this asks first how many live tokens that concerns.
 * @throws {ModuleNotFound | ModuleBuiltIn | InvalidModule}
 */
export async function changeModule(
  { database, clock }: CatalogueDeps,
  by: Actor,
  name: string,
  given: ModuleChanges,
): Promise<Module> {
  if (name === OWN_MODULE.name) throw new ModuleBuiltIn(name)
  return await database.transaction(async (tx) => {
    const store = catalogueStore(tx)
    const before = await store.lockModule(name)
    if (before === undefined) throw new ModuleNotFound(name)
    const { title = before.title, description = before.description, actions = before.actions } = given
    const after = parseModule({ name, title, description, actions })
    const changes = findChanges(before, after)
    if (changes === undefined) return after
    await store.updateModule(after)
    await record(tx, clock(), { name: 'module.changed', by, data: { module: name, ...changes } })
    return after
  })
}
