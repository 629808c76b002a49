import { InvalidScope } from './errors.ts'
import { ADMIN_SCOPE, isAdministrative, type Module, type Scope, scopesOf } from './module.ts'
import { expandScopes } from './scope.ts'

/**
 * What a policy lets somebody grant: `*` (every scope of the catalogue, now and later, but nothing administrative),
 * `tracker:*`, `*:read`, `tracker:write` (which brings `tracker:read`), a bare `upload`, `patmint:admin`, and `admin`, which
 * brings that.
 */
export type ScopePattern = string

const WORD = '[a-z][a-z0-9_-]{0,39}'
const PATTERN = new RegExp(`^(\\*|\\*:${WORD}|${WORD}:\\*|${WORD}(:${WORD})?)$`)

/** @throws {InvalidScope} naming the first that is none, or that comes twice. An empty list grants nothing. */
export function parsePatterns(given: string | readonly string[]): ScopePattern[] {
  const patterns = typeof given === 'string' ? given.split(/\s+/).filter((part) => part !== '') : [...given]
  const wrong = patterns.find((pattern) => !PATTERN.test(pattern))
  if (wrong !== undefined) {
    throw new InvalidScope(
      `“${wrong.slice(0, 80)}” is no pattern of scopes. They look like *, *:read, tracker:* or tracker:write.`,
    )
  }
  if (new Set(patterns).size !== patterns.length) throw new InvalidScope('Name each pattern only once.')
  return patterns
}

function matchesPattern(pattern: ScopePattern, scope: Scope): boolean {
  if (pattern === scope) return true
  if (isAdministrative(scope)) return pattern === ADMIN_SCOPE
  if (pattern === '*') return true
  const [module, action] = scope.split(':')
  const [wantedModule, wantedAction] = pattern.split(':')
  if (action === undefined || wantedAction === undefined) return false
  const isModule = wantedModule === '*' || wantedModule === module
  const isAction = wantedAction === '*' || wantedAction === action
  return isModule && (isAction || (wantedAction === 'write' && action === 'read'))
}

/** What may be granted: what every one of the lists lets through. A ceiling of no lists has no limit. */
export type Ceiling = readonly (readonly ScopePattern[])[]

export const isUnder = (ceiling: Ceiling, scope: Scope): boolean =>
  ceiling.every((patterns) => patterns.some((pattern) => matchesPattern(pattern, scope)))

/** Every scope of the catalogue that is under the ceiling, and `admin` where that is. */
export const scopesUnder = (ceiling: Ceiling, modules: readonly Module[]): Scope[] =>
  [...modules.flatMap(scopesOf), ADMIN_SCOPE].filter((scope) => isUnder(ceiling, scope))

/**
 * What a token may do at this moment: its scopes, spelt out among the modules that there are now, as far as they are under
 * the ceiling. `admin` counts only where the ceiling has it: who lost it is not left with every other scope.
 */
export function effectiveScopes(
  scopes: readonly Scope[],
  ceiling: Ceiling,
  modules: readonly Pick<Module, 'name' | 'actions'>[],
): Scope[] {
  const held = scopes.filter((scope) => scope !== ADMIN_SCOPE || isUnder(ceiling, ADMIN_SCOPE))
  return expandScopes(held, modules).filter((scope) => isUnder(ceiling, scope))
}
