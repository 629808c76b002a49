import type { Role } from '../accounts/index.ts'
import type { EffectivePolicy } from '../policy/index.ts'
import { type Ceiling, effectiveScopes, isUnder, type Module, type Scope } from '../scopes/index.ts'
import { ScopeNotAllowed } from './errors.ts'

/** What somebody of this role may grant under this policy. A token's scopes count as far as they are under it. */
export const ceilingOf = (
  role: Role,
  {
    memberScopes,
    adminScopes,
    scopeLimits,
  }: Pick<EffectivePolicy, 'memberScopes' | 'adminScopes' | 'scopeLimits'>,
): Ceiling => [role === 'admin' ? adminScopes : memberScopes, ...scopeLimits]

/** @throws {ScopeNotAllowed} naming the first that is above it */
export function checkUnder(ceiling: Ceiling, scopes: readonly Scope[]): void {
  const refused = scopes.find((scope) => !isUnder(ceiling, scope))
  if (refused !== undefined) throw new ScopeNotAllowed(refused)
}

/** What a scope brings stays where it may be granted, though the scope itself stays behind: of `tracker:write` its reading. */
export function keepUnder(ceiling: Ceiling, scopes: readonly Scope[], modules: readonly Module[]): Scope[] {
  const kept = scopes.flatMap((scope) =>
    isUnder(ceiling, scope) ? [scope] : effectiveScopes([scope], ceiling, modules),
  )
  return [...new Set(kept)]
}
