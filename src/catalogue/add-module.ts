import { type Actor, record } from '../audit/index.ts'
import { type Database, isUniqueViolation } from '../database/index.ts'
import { type Clock, readName, readNote } from '../lib/index.ts'
import { isModuleName, type Module } from '../scopes/index.ts'
import { catalogueStore } from './catalogue-store.ts'
import { InvalidModule, ModuleTaken } from './errors.ts'

export type CatalogueDeps = { readonly database: Database; readonly clock: Clock }

export type NewModule = {
  readonly name: string
  /** How people know it; the name with a capital where none is given. */
  readonly title?: string
  readonly description?: string
}

/** What can be done with a module: `write` includes `read`. */
const ACTIONS = ['read', 'write'] as const

/**
 * @throws {InvalidModule} saying what is wrong with it
 * @throws {ModuleTaken}
 */
export async function addModule(
  { database, clock }: CatalogueDeps,
  by: Actor,
  given: NewModule,
): Promise<Module> {
  const module = parseModule(given)
  return await database.transaction(async (tx) => {
    const now = clock()
    try {
      await catalogueStore(tx).insertModule({ ...module, createdAt: now })
    } catch (error) {
      if (isUniqueViolation(error, 'module_pkey')) throw new ModuleTaken(module.name)
      throw error
    }
    await record(tx, now, {
      name: 'module.created',
      by,
      data: { module: module.name, actions: module.actions },
    })
    return module
  })
}

function parseModule(given: NewModule): Module & { actions: string[] } {
  if (!isModuleName(given.name)) {
    throw new InvalidModule(
      'Name a module with 1 to 40 lower-case letters, digits, “-” or “_”, the first a letter. “admin” and the scopes of OpenID Connect are taken.',
    )
  }
  const title = readName(given.title ?? given.name.charAt(0).toUpperCase() + given.name.slice(1), 60)
  const description = readNote(given.description ?? '', 500)
  if (title === undefined) {
    throw new InvalidModule('Give the module a title of 1 to 60 characters, without invisible ones.')
  }
  if (description === undefined) {
    throw new InvalidModule('Describe the module in at most 500 characters, without invisible ones.')
  }
  return { name: given.name, title, description, actions: [...ACTIONS] }
}
