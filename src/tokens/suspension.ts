/**
 * Why a token that has not ended is inactive: its account is disabled, or no longer an administrator of the token's place,
 * or the place itself is disabled. It works again when that is mended, or when another administrator adopts it.
 */
export type Suspension = 'account_disabled' | 'role_lost' | 'organization_disabled' | 'workspace_disabled'
