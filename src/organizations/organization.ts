import type { AccountKind } from '../accounts/index.ts'
import type { Database } from '../database/index.ts'
import { type Clock, isId, readName } from '../lib/index.ts'
import { InvalidName } from './errors.ts'

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

/** Each is counted up to a bound: see `countInWords`. */
export type ListedOrganization = Organization & {
  readonly members: number
  readonly workspaces: number
  readonly serviceAccounts: number
}

export type ListedWorkspace = Workspace & { readonly members: number }

/** An organization, or one of its workspaces. */
export type Place = { readonly organizationId: string; readonly workspaceId?: string | undefined }

export type Member = {
  readonly accountId: string
  readonly email: string
  readonly name: string
  readonly kind: AccountKind
  readonly disabledAt: Date | null
  readonly role: MembershipRole
  readonly since: Date
}

/** Where an account belongs. Disabled organizations and workspaces are among them, and say so. */
export type Membership = {
  readonly organization: Organization
  /** `null`: a service account, which belongs to its organization and is a member of nothing. */
  readonly role: MembershipRole | null
  readonly workspaces: readonly { readonly workspace: Workspace; readonly role: MembershipRole }[]
}

export type OrganizationDeps = { readonly database: Database; readonly clock: Clock }

/** An id that is none is nobody's. */
export const isPlace = ({ organizationId, workspaceId }: Place): boolean =>
  isId(organizationId) && isId(workspaceId ?? organizationId)

const LONGEST_NAME = 100

/** @throws {InvalidName} */
export function parseName(given: string): string {
  const name = readName(given, LONGEST_NAME)
  if (name === undefined) throw new InvalidName(LONGEST_NAME)
  return name
}
