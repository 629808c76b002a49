import { readName, readNote } from '../lib/index.ts'
import { isActionName, isModuleName, type Module } from '../scopes/index.ts'
import { InvalidModule } from './errors.ts'

const MOST_ACTIONS = 40

/** @throws {InvalidModule} saying what is wrong with it, and where */
export function parseModule(given: Module): Module & { actions: string[] } {
  if (!isModuleName(given.name)) {
    throw new InvalidModule(
      'name',
      'Name a module with 1 to 40 lower-case letters, digits, “-” or “_”, the first a letter. “admin” and the scopes of OpenID Connect are taken.',
    )
  }
  const title = readName(given.title, 60)
  const description = readNote(given.description, 500)
  if (title === undefined) {
    throw new InvalidModule('title', 'Give the module a title of 1 to 60 characters, without invisible ones.')
  }
  if (description === undefined) {
    throw new InvalidModule(
      'description',
      'Describe the module in at most 500 characters, without invisible ones.',
    )
  }
  return { name: given.name, title, description, actions: parseActions(given.actions) }
}

function parseActions(given: readonly string[]): string[] {
  const wrong = given.find((action) => !isActionName(action))
  if (wrong !== undefined) {
    throw new InvalidModule(
      'actions',
      `“${wrong.slice(0, 80)}” cannot be an action. Name actions with 1 to 40 lower-case letters, digits, “-” or “_”, the first a letter.`,
    )
  }
  if (new Set(given).size !== given.length) throw new InvalidModule('actions', 'Name each action only once.')
  if (given.length > MOST_ACTIONS) {
    throw new InvalidModule('actions', `Give a module at most ${MOST_ACTIONS} actions.`)
  }
  return [...given]
}
