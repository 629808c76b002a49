import { InvalidScope } from './errors.ts'
import { ADMIN_SCOPE, isBareScope, type Module, type Scope, scopesOf } from './module.ts'

const WORD = '[a-z][a-z0-9_-]{0,39}'
/** `tracker:read`, or a bare one: `upload`, `admin`. */
const SCOPE = new RegExp(`^${WORD}(:${WORD})?$`)

/**
 * Reads scopes as a form, a link or a command gives them: a list, or one string with spaces (RFC 6749 §3.3).
 * @throws {InvalidScope} on none at all, one named twice, or one that cannot be one. Scopes are case-sensitive and never
 *   corrected: a scope that is nearly right may be another one.
 */
export function parseScopes(given: string | readonly string[]): Scope[] {
  const scopes = typeof given === 'string' ? given.split(' ').filter((part) => part !== '') : [...given]
  if (scopes.length === 0) throw new InvalidScope('Choose at least one scope.')
  for (const scope of scopes) {
    if (!SCOPE.test(scope)) {
      throw new InvalidScope(`“${scope.slice(0, 80)}” is not a scope. Scopes look like tracker:read.`)
    }
  }
  if (new Set(scopes).size !== scopes.length) throw new InvalidScope('Name each scope only once.')
  return scopes
}

/** All that these modules have. */
export const listScopes = (modules: readonly Pick<Module, 'name' | 'actions'>[]): ReadonlySet<Scope> =>
  new Set([ADMIN_SCOPE, ...modules.flatMap(scopesOf)])

/** @throws {InvalidScope} naming the first scope that is not among those that there are */
export function checkScopesExist(scopes: readonly Scope[], known: ReadonlySet<Scope>): void {
  const unknown = scopes.find((scope) => !known.has(scope))
  if (unknown !== undefined) {
    throw new InvalidScope(
      `There is no scope “${unknown.slice(0, 80)}”. Choose from the scopes that are listed.`,
    )
  }
}

/**
 * What the scopes amount to among these modules: `write` brings `read`, `admin` brings everything. In catalogue order;
 * scopes of modules that are not among them are left out.
 */
export function expandScopes(
  scopes: readonly Scope[],
  modules: readonly Pick<Module, 'name' | 'actions'>[],
): Scope[] {
  const granted = new Set(scopes)
  const all = granted.has(ADMIN_SCOPE)
  const effective = modules.flatMap((module) =>
    scopesOf(module).filter((scope) => all || granted.has(scope) || bringsRead(module, scope, granted)),
  )
  return all ? [ADMIN_SCOPE, ...effective] : effective
}

const bringsRead = (
  module: Pick<Module, 'name' | 'actions'>,
  scope: Scope,
  granted: ReadonlySet<Scope>,
): boolean => !isBareScope(module) && scope === `${module.name}:read` && granted.has(`${module.name}:write`)
