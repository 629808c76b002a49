/** `tracker:read`, `documents:write`, a bare `upload`, or `admin`. */
export type Scope = string

/** Everything, everywhere. Only an admin may grant it, and it holds only while its owner is one. */
export const ADMIN_SCOPE: Scope = 'admin'

/** A part of an API, and what can be done with it. */
export type Module = {
  readonly name: string
  readonly title: string
  readonly description: string
  /**
   * In the order in which they are shown. `write` includes `read`. None at all: a bare scope, whose name alone is the
   * scope (`upload`), as products bring them along that had scopes before they had modules.
   */
  readonly actions: readonly string[]
}

/**
 * Patmint's own API, as a module like any other: what a token may do at `/api/v1` and `/graphql`. `write` brings `read`;
 * `self_rotate` lets a CI job renew the token that it holds, and nothing else.
 */
export const OWN_MODULE: Module = {
  name: 'patmint',
  title: 'Patmint',
  description: 'This server’s own API: your tokens and organizations; for administrators, everything else.',
  actions: ['read', 'write', 'self_rotate', 'admin'],
}

/** The administration by API. Only an admin may grant it, as with `admin`. */
const OWN_ADMIN_SCOPE: Scope = `${OWN_MODULE.name}:admin`

export const isAdministrative = (scope: Scope): boolean => scope === ADMIN_SCOPE || scope === OWN_ADMIN_SCOPE

const NAME = /^[a-z][a-z0-9_-]{0,39}$/
/** Names that would read as something else in a scope string or a route. */
const RESERVED = new Set([ADMIN_SCOPE, 'openid', 'offline_access', 'profile', 'email'])

export const isModuleName = (name: string): boolean => NAME.test(name) && !RESERVED.has(name)

export const isActionName = (name: string): boolean => NAME.test(name)

export const isBareScope = ({ actions }: Pick<Module, 'actions'>): boolean => actions.length === 0

/** Every scope of a module: `tracker` with read and write has `tracker:read` and `tracker:write`. */
export const scopesOf = (module: Pick<Module, 'name' | 'actions'>): Scope[] =>
  isBareScope(module) ? [module.name] : module.actions.map((action) => `${module.name}:${action}`)

/** The scopes that go when a module has other actions. */
export function scopesLost(module: Pick<Module, 'name' | 'actions'>, actions: readonly string[]): Scope[] {
  const kept = scopesOf({ name: module.name, actions })
  return scopesOf(module).filter((scope) => !kept.includes(scope))
}
