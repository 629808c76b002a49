/** What an account is in an organization or a workspace. An organization's administrators are that in all its workspaces. */
export type MembershipRole = 'member' | 'admin'

export type Organization = {
  readonly id: string
  /** Its name in addresses, files and introspection answers: `acme`. */
  readonly slug: string
  readonly name: string
  readonly createdAt: Date
  /** Since when its tokens, its workspaces' and its service accounts' are inactive; `null` while they work. */
  readonly disabledAt: Date | null
}

export type Workspace = Organization & { readonly organizationId: string }
