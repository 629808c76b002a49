import { InvalidScope } from './errors.ts'

/** `tracker:read`, `documents:write`, or `admin`. */
export type Scope = string

/** Everything, everywhere. Only an admin may grant it, and it holds only while its owner is one. */
export const ADMIN_SCOPE: Scope = 'admin'

/** A part of an API, and what can be done with it. */
export type Module = {
  readonly name: string
  readonly title: string
  readonly description: string
  /** In the order in which they are shown. `write` includes `read`. */
  readonly actions: readonly string[]
}

const MODULE_NAME = /^[a-z][a-z0-9_-]{0,39}$/
const SCOPE = /^[a-z][a-z0-9_-]{0,39}:[a-z][a-z0-9_-]{0,39}$/
/** Names that would read as something else in a scope string or a route. */
const RESERVED = new Set([ADMIN_SCOPE, 'openid', 'offline_access', 'profile', 'email'])

export const isModuleName = (name: string): boolean => MODULE_NAME.test(name) && !RESERVED.has(name)

/**
 * Reads scopes as a form, a link or a command gives them: a list, or one string with spaces (RFC 6749 §3.3).
 * @throws {InvalidScope} on none at all, one named twice, or one that is not of the form `module:action`. Scopes are
 *   case-sensitive and never corrected: a scope that is nearly right may be another one.
 */
export function parseScopes(given: string | readonly string[]): Scope[] {
  const scopes = typeof given === 'string' ? given.split(' ').filter((part) => part !== '') : [...given]
  if (scopes.length === 0) throw new InvalidScope('Choose at least one scope.')
  for (const scope of scopes) {
    if (scope !== ADMIN_SCOPE && !SCOPE.test(scope)) {
      throw new InvalidScope(`“${scope.slice(0, 80)}” is not a scope. Scopes look like tracker:read.`)
    }
  }
  if (new Set(scopes).size !== scopes.length) throw new InvalidScope('Name each scope only once.')
  return scopes
}

/** @throws {InvalidScope} naming the first scope that no module of the catalogue has. */
export function checkScopesExist(scopes: readonly Scope[], modules: readonly Module[]): void {
  const known = new Set([ADMIN_SCOPE, ...modules.flatMap(scopesOf)])
  const unknown = scopes.find((scope) => !known.has(scope))
  if (unknown !== undefined) {
    throw new InvalidScope(
      `There is no scope “${unknown.slice(0, 80)}”. Choose from the scopes that are listed.`,
    )
  }
}

/** Every scope of a module: `tracker` with read and write has `tracker:read` and `tracker:write`. */
export const scopesOf = (module: Module): Scope[] =>
  module.actions.map((action) => `${module.name}:${action}`)

/**
 * What the scopes amount to among these modules: `write` brings `read`, `admin` brings everything. In catalogue order;
 * scopes of modules that are not among them are left out.
 */
export function expandScopes(scopes: readonly Scope[], modules: readonly Module[]): Scope[] {
  const granted = new Set(scopes)
  const all = granted.has(ADMIN_SCOPE)
  const effective = modules.flatMap((module) =>
    scopesOf(module).filter(
      (scope) =>
        all || granted.has(scope) || (scope === `${module.name}:read` && granted.has(`${module.name}:write`)),
    ),
  )
  return all ? [ADMIN_SCOPE, ...effective] : effective
}
