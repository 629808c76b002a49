import type { Action } from '../../../../permissions/index.ts'
import { formBody } from '../../../body.ts'
import { getAnswerable } from '../../answerable.ts'
import { textOf } from '../../form.ts'
import { type Page, page, seeOther } from '../../page.ts'
import { choicesControl, type FormPage, fieldControl, showForm } from '../form-page.ts'
import { AccountUnknown } from './errors.ts'
import {
  type ConsolePlace,
  getPlace,
  ORGANIZATION_PATH,
  placeHref,
  placeIds,
  placeName,
  WORKSPACE_PATH,
} from './place.ts'
import { parseRole, ROLES } from './roles.ts'

type Typed = { readonly email: string; readonly role: string }

const addPages = (path: string, action: Action): readonly Page[] => [
  page({
    method: 'get',
    path: `${path}/members/new`,
    for: action,
    async handle(deps, ctx, params) {
      showForm(deps, ctx, describe(await getPlace(deps, params), { email: '', role: 'member' }))
    },
  }),
  page({
    method: 'post',
    path: `${path}/members/new`,
    for: action,
    async handle(deps, ctx, params) {
      const place = await getPlace(deps, params)
      const fields = formBody(ctx)
      const typed = { email: textOf(fields, 'email'), role: textOf(fields, 'role') }
      try {
        const role = parseRole(typed.role)
        const account = await deps.accounts.findByEmail(typed.email)
        if (account === undefined) throw new AccountUnknown()
        await deps.organizations.addMember(ctx.state.actor, {
          ...placeIds(place),
          accountId: account.id,
          role,
        })
        seeOther(ctx, `${placeHref(place)}?done=added`)
      } catch (error) {
        showForm(deps, ctx, describe(place, typed), getAnswerable(error))
      }
    },
  }),
]

const describe = (place: ConsolePlace, { email, role }: Typed): FormPage => ({
  console: 'organizations',
  back: { href: placeHref(place), label: placeName(place) },
  title: `Add a member to ${placeName(place)}`,
  lead:
    place.workspace === undefined
      ? 'Somebody who has an account here. Invite them first where they have none.'
      : `Somebody who has an account here. They become a member of ${place.organization.name} too, where they are none.`,
  action: `${placeHref(place)}/members/new`,
  submit: 'Add member',
  controls: (errors) => [
    fieldControl(
      {
        // A browser would fill a field of the name “email” with the administrator's own.
        id: 'member-email',
        name: 'email',
        label: 'E-mail address',
        type: 'email',
        value: email.slice(0, 254),
        focus: true,
      },
      errors['account'] === undefined ? errors : { email: errors['account'] },
    ),
    choicesControl({ name: 'role', legend: 'Role', options: ROLES, chosen: role }, errors),
  ],
})

export const addMemberPages: readonly Page[] = [
  ...addPages(ORGANIZATION_PATH, 'organization.manage_members'),
  ...addPages(WORKSPACE_PATH, 'workspace.manage_members'),
]
