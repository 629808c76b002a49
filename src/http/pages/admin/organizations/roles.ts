import type { MembershipRole } from '../../../../organizations/index.ts'
import { RoleNotChosen } from './errors.ts'

export const ROLES: readonly { value: MembershipRole; label: string; text: string }[] = [
  { value: 'member', label: 'Member', text: 'Sees who is there.' },
  { value: 'admin', label: 'Administrator', text: 'Also changes the members, and answers for the tokens.' },
]

/** @throws {RoleNotChosen} */
export function parseRole(given: string): MembershipRole {
  const role = ROLES.find(({ value }) => value === given)?.value
  if (role === undefined) throw new RoleNotChosen()
  return role
}
