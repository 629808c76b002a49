import type { Role } from '../accounts/index.ts'
import type { EffectivePolicy } from '../policy/index.ts'
import { type Ceiling, isUnder, type Scope } from '../scopes/index.ts'
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
