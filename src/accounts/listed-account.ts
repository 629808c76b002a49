import type { Account, AccountKind, Role } from './account.ts'

/** `invited`: a person who has not chosen a password yet. */
export type AccountState = 'active' | 'disabled' | 'invited'

/** An account as administrators see it in a list. */
export type ListedAccount = Account & {
  readonly hasPassword: boolean
  readonly activeTokens: number
  /** When somebody was last there in a session that still exists. */
  readonly lastSeenAt: Date | null
}

export type AccountSearch = {
  /** How the address, the name or its last word begins. */
  readonly text?: string
  readonly role?: Role
  readonly state?: AccountState
  readonly kind?: AccountKind
  /** The last address of the page before. */
  readonly after?: string
  readonly limit?: number
  /** How many are looked at for a page, where that is not as usual. */
  readonly mostLookedAt?: number
}

export function accountState(
  account: Pick<ListedAccount, 'kind' | 'disabledAt' | 'hasPassword'>,
): AccountState {
  if (account.disabledAt !== null) return 'disabled'
  return account.kind === 'person' && !account.hasPassword ? 'invited' : 'active'
}
