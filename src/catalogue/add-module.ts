import { type Actor, record } from '../audit/index.ts'
import { type Database, isUniqueViolation } from '../database/index.ts'
import type { Clock } from '../lib/index.ts'
import type { Module } from '../scopes/index.ts'
import { catalogueStore } from './catalogue-store.ts'
import { ModuleTaken } from './errors.ts'
import { parseModule } from './parse-module.ts'

export type CatalogueDeps = { readonly database: Database; readonly clock: Clock }

export type NewModule = {
  readonly name: string
  /** How people know it; the name with a capital where none is given. */
  readonly title?: string
  readonly description?: string
  /** What can be done with it; `read` and `write` where nothing is said. None at all makes it a bare scope. */
  readonly actions?: readonly string[]
}

/**
 * @throws {InvalidModule} saying what is wrong with it
 * @throws {ModuleTaken}
 */
export async function addModule(
  { database, clock }: CatalogueDeps,
  by: Actor,
  given: NewModule,
): Promise<Module> {
  const { name, title = capitalise(name), description = '', actions = ['read', 'write'] } = given
  const module = parseModule({ name, title, description, actions })
  return await database.transaction(async (tx) => {
    const now = clock()
    try {
      await catalogueStore(tx).insertModule({ ...module, createdAt: now })
    } catch (error) {
      if (isUniqueViolation(error, 'module_pkey')) throw new ModuleTaken(name)
      throw error
    }
    await record(tx, now, { name: 'module.created', by, data: { module: name, actions: module.actions } })
    return module
  })
}

const capitalise = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)
