export type Role = 'member' | 'admin'

export type Account = {
  readonly id: string
  /** Lower case. */
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly createdAt: Date
  readonly disabledAt: Date | null
  /** Sessions whose last password entry is older than this have ended. */
  readonly passwordChangedAt: Date
}
