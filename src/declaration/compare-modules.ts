import { type Module, scopesOf } from '../scopes/index.ts'
import { type Change, lossOf } from './change.ts'
import { describeDifferences } from './differences.ts'
import type { Path } from './locate.ts'

/** Modules to add and to change, in the order of the file. */
export function compareModules(present: readonly Module[], wanted: readonly Module[]): Change[] {
  return wanted.flatMap((module, index) => {
    const before = present.find(({ name }) => name === module.name)
    const path = ['modules', index]
    return before === undefined ? [add(module, path)] : change(before, module, path)
  })
}

/** Modules that the file does not list. They go last, when nothing serves them any more. */
export const findRemovedModules = (present: readonly Module[], wanted: readonly Module[]): Change[] =>
  present.filter(({ name }) => wanted.every((module) => module.name !== name)).map(remove)

const add = (module: Module, path: Path): Change => ({
  verb: 'add',
  kind: 'module',
  name: module.name,
  detail: scopesOf(module).join(' '),
  path,
  perform: ({ catalogue }, by) => catalogue.addModule(by, { ...module, actions: [...module.actions] }),
})

function change(before: Module, after: Module, path: Path): Change[] {
  const detail = describeDifferences(fieldsOf(before), fieldsOf(after))
  if (detail === '') return []
  const lost = scopesOf(before).filter((scope) => !scopesOf(after).includes(scope))
  return [
    {
      verb: 'change',
      kind: 'module',
      name: after.name,
      detail,
      path,
      losses: async ({ tokens }) =>
        lost.length === 0
          ? []
          : lossOf(await tokens.countLiveWith({ scopes: lost }), `${lost.join(' ')} would be no more`),
      perform: ({ catalogue }, by) => catalogue.changeModule(by, after.name, fieldsOf(after)),
    },
  ]
}

const remove = (module: Module): Change => ({
  verb: 'remove',
  kind: 'module',
  name: module.name,
  detail: '',
  path: ['modules'],
  losses: async ({ tokens }) =>
    lossOf(
      await tokens.countLiveWith({ scopes: scopesOf(module) }),
      `module ${module.name} would be removed`,
    ),
  perform: ({ catalogue }, by) => catalogue.removeModule(by, module.name),
})

const fieldsOf = ({ title, description, actions }: Module) => ({ title, description, actions: [...actions] })
