/**
 * Why a token that has not ended is inactive: its account is disabled, or no longer an administrator of the token's place,
 * or the place itself is disabled. It works again when that is mended, or when another administrator adopts it.
 */
export type Suspension = 'account_disabled' | 'role_lost' | 'organization_disabled' | 'workspace_disabled'

/** What a query reads of a token's surroundings: see `token-columns.ts`. */
export type Surroundings = {
  readonly accountDisabledAt: Date | null
  readonly organizationDisabledAt: Date | null
  readonly workspaceDisabledAt: Date | null
  readonly holdsRole: boolean
}

export function findSuspension(row: Surroundings): Suspension | null {
  if (row.accountDisabledAt !== null) return 'account_disabled'
  if (row.organizationDisabledAt !== null) return 'organization_disabled'
  if (row.workspaceDisabledAt !== null) return 'workspace_disabled'
  return row.holdsRole ? null : 'role_lost'
}
