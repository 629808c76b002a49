import { ADMIN_SCOPE, isBareScope, type Module, type Scope } from './module.ts'

const list = new Intl.ListFormat('en', { style: 'long', type: 'conjunction' })

/** One module's share of some scopes, in words: `read and write Tracker`; a bare scope by its title: `Upload`. */
function describeModule(module: Module, granted: ReadonlySet<Scope>): string | undefined {
  if (isBareScope(module)) return granted.has(module.name) ? `use “${module.title}”` : undefined
  const actions = module.actions.filter((action) => granted.has(`${module.name}:${action}`))
  if (actions.includes('write') && module.actions.includes('read') && !actions.includes('read'))
    actions.unshift('read')
  if (actions.length === 0) return undefined
  return `${list.format(actions.map((action) => action.replaceAll('_', ' ')))} ${module.title}`
}

/** Scopes in words, for a sentence that begins with "can": `read and write Tracker and read Documents`. */
export function describeScopes(scopes: readonly Scope[], modules: readonly Module[]): string {
  const granted = new Set(scopes)
  if (granted.has(ADMIN_SCOPE)) return 'do everything, as an administrator'
  const parts = modules.map((module) => describeModule(module, granted)).filter((part) => part !== undefined)
  return parts.length === 0 ? 'do nothing' : list.format(parts)
}
