import type { Action } from '../../../permissions/index.ts'
import { type FormErrors, field } from '../form.ts'
import { toMoment } from '../moments.ts'
import { type ListedMembers, viewMemberPages } from '../read-members.ts'
import { type Entered, placeHref } from './enter.ts'
import { roleInWords } from './mine.ts'

/** What was typed to add somebody. */
export type AddForm = { readonly email: string; readonly role: string }

type Given = {
  readonly members: ListedMembers
  readonly now: Date
  readonly form: AddForm
  readonly errors: FormErrors
}

/** What whoever changes the members of this place must be permitted. */
export const managing = ({ workspace }: Pick<Entered, 'workspace'>): Action =>
  workspace === undefined ? 'organization.manage_members' : 'workspace.manage_members'

export const placeName = ({ organization, workspace }: Pick<Entered, 'organization' | 'workspace'>): string =>
  workspace?.name ?? organization.name

/** Where its members are listed: a workspace's stand on its own page. */
export const membersHref = (entered: Entered): string =>
  `${placeHref(entered)}${entered.workspace === undefined ? '/members' : ''}`

/** What `organizations/member-list` shows. */
export function viewMembers(entered: Entered, { members, now, form, errors }: Given) {
  const canManage = entered.may(managing(entered))
  const href = `${placeHref(entered)}/members`
  return {
    canManage,
    place: placeName(entered),
    isWorkspace: entered.workspace !== undefined,
    action: href,
    ...viewMemberPages(membersHref(entered), members),
    members: members.items.map(({ accountId, name, email, role, since, disabledAt }) => ({
      name,
      email,
      role: roleInWords(role),
      isAdmin: role === 'admin',
      isDisabled: disabledAt !== null,
      since: toMoment(since, now),
      href: `${href}/${accountId}`,
    })),
    email: field(
      {
        id: 'email',
        label: 'E-mail address',
        type: 'email',
        value: form.email,
        autocomplete: 'off',
        hint: 'Of somebody who has an account here.',
      },
      errors,
    ),
    roles: viewRoles(form.role),
  }
}

export const viewRoles = (chosen: string) => [
  { value: 'member', label: 'Member', text: 'Sees who is here.', isChecked: chosen !== 'admin' },
  {
    value: 'admin',
    label: 'Administrator',
    text: 'Also changes the members, and answers for the tokens.',
    isChecked: chosen === 'admin',
  },
]
