export type Role = 'member' | 'admin'

/** `service`: for CI jobs and agents; it belongs to an organization and signs in nowhere. */
export type AccountKind = 'person' | 'service'

export type Account = {
  readonly id: string
  readonly kind: AccountKind
  /** Whose service account it is; `null` for people. */
  readonly organizationId: string | null
  /** Lower case. A service account's is a name only: no mail ever gets there. */
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly createdAt: Date
  readonly disabledAt: Date | null
  /** Sessions whose last password entry is older than this have ended. */
  readonly passwordChangedAt: Date
}
