import type { ListedModule } from '../../../catalogue/index.ts'
import { ADMIN_SCOPE, isAdministrative, isBareScope, type Scope, scopesOf } from '../../../scopes/index.ts'

type Given = {
  readonly modules: readonly ListedModule[]
  readonly chosen: readonly Scope[]
  /** What else there is is named, and cannot be chosen. */
  allows(scope: Scope): boolean
  readonly error: string | undefined
}

const FILTER_FROM = 9

/** What `tokens/scope-list` shows: a row for each module that has anything to choose. */
export function viewScopes({ modules, chosen: given, allows, error }: Given) {
  const chosen = new Set(given)
  const rows = modules
    .map((module) => viewModule(module, chosen, allows))
    .filter(({ levels, extras }) => levels.length > 1 || extras.length > 0)
  return {
    error,
    hasFilter: rows.length >= FILTER_FROM,
    hasModules: modules.length > 0,
    modules: rows,
    admin: allows(ADMIN_SCOPE) ? { isChecked: chosen.has(ADMIN_SCOPE) } : undefined,
    withheld: modules.flatMap(scopesOf).filter((scope) => !allows(scope) && !isAdministrative(scope)),
  }
}

function viewModule(module: ListedModule, chosen: ReadonlySet<Scope>, allows: (scope: Scope) => boolean) {
  const own = scopesOf(module).filter(allows)
  const [read, write] = [`${module.name}:read`, `${module.name}:write`]
  const extras = isBareScope(module) ? [] : own.filter((scope) => scope !== read && scope !== write)
  return {
    name: module.name,
    title: module.title,
    /** As the sentence of the summary says it: see `describeScopes`. */
    spoken: isBareScope(module) ? `“${module.title}”` : module.title,
    description: module.description,
    words: `${module.title} ${module.name} ${module.description}`.toLowerCase(),
    servers:
      module.resourceServers.length === 0
        ? 'No resource server serves it yet'
        : `Served by ${module.resourceServers.join(', ')}`,
    levels: isBareScope(module) ? viewBare(module.name, own, chosen) : viewLevels(own, read, write, chosen),
    extras: extras.map((value) => {
      const action = value.slice(module.name.length + 1)
      return { value, label: action.replaceAll('_', ' '), action, isChecked: chosen.has(value) }
    }),
  }
}

const viewBare = (name: string, own: readonly Scope[], chosen: ReadonlySet<Scope>) =>
  own.includes(name)
    ? [
        { value: '', label: 'No', actions: '', isChecked: !chosen.has(name) },
        { value: name, label: 'Yes', actions: 'use', isChecked: chosen.has(name) },
      ]
    : []

function viewLevels(own: readonly Scope[], read: Scope, write: Scope, chosen: ReadonlySet<Scope>) {
  const [canRead, canWrite] = [own.includes(read), own.includes(write)]
  if (!canRead && !canWrite) return []
  const level = canWrite && chosen.has(write) ? write : canRead && chosen.has(read) ? read : ''
  const options = [
    { value: '', label: 'No access', actions: '' },
    ...(canRead ? [{ value: read, label: 'Read', actions: 'read' }] : []),
    ...(canWrite && canRead ? [{ value: write, label: 'Read and write', actions: 'read write' }] : []),
    ...(canWrite && !canRead ? [{ value: write, label: 'Write', actions: 'write' }] : []),
  ]
  return options.map((option) => ({ ...option, isChecked: option.value === level }))
}
