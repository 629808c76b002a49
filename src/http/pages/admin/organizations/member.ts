import type { Member } from '../../../../organizations/index.ts'
import type { Action } from '../../../../permissions/index.ts'
import { formBody } from '../../../body.ts'
import { PageNotFound } from '../../../errors.ts'
import { getAnswerable } from '../../answerable.ts'
import { findAnsweredFor } from '../../answered-for.ts'
import { textOf } from '../../form.ts'
import { type Page, type PageDeps, page, seeOther } from '../../page.ts'
import { counted } from '../accounts/account-view.ts'
import { type Confirmation, showConfirmation } from '../confirm.ts'
import { choicesControl, type FormPage, showForm } from '../form-page.ts'
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

const memberPages = (path: string, action: Action): readonly Page[] => [
  page({
    method: 'get',
    path: `${path}/members/:account`,
    for: action,
    async handle(deps, ctx, params) {
      const { place, member } = await getMember(deps, params)
      showForm(deps, ctx, await describeChange(deps, place, member, member.role))
    },
  }),
  page({
    method: 'post',
    path: `${path}/members/:account`,
    for: action,
    async handle(deps, ctx, params) {
      const { place, member } = await getMember(deps, params)
      const given = textOf(formBody(ctx), 'role')
      try {
        const { accountId } = member
        const key = { ...placeIds(place), accountId }
        await deps.organizations.changeMember(ctx.state.actor, { ...key, role: parseRole(given) })
        seeOther(ctx, `${placeHref(place)}?done=role`)
      } catch (error) {
        showForm(deps, ctx, await describeChange(deps, place, member, given), getAnswerable(error))
      }
    },
  }),
  page({
    method: 'get',
    path: `${path}/members/:account/remove`,
    for: action,
    async handle(deps, ctx, params) {
      const { place, member } = await getMember(deps, params)
      showConfirmation(deps, ctx, await describeRemoval(deps, place, member))
    },
  }),
  page({
    method: 'post',
    path: `${path}/members/:account/remove`,
    for: action,
    async handle(deps, ctx, params) {
      const { place, member } = await getMember(deps, params)
      const { accountId } = member
      await deps.organizations.removeMember(ctx.state.actor, { ...placeIds(place), accountId })
      seeOther(ctx, `${placeHref(place)}?done=removed`)
    },
  }),
]

/** @throws {PageNotFound} where nobody with this id is a member */
async function getMember(
  deps: PageDeps,
  params: Readonly<Record<string, string>>,
): Promise<{ place: ConsolePlace; member: Member }> {
  const place = await getPlace(deps, params)
  const member = await deps.organizations.findMember(placeIds(place), params['account'] ?? '')
  if (member === undefined) throw new PageNotFound()
  return { place, member }
}

async function describeChange(
  deps: PageDeps,
  place: ConsolePlace,
  member: Member,
  role: string,
): Promise<FormPage> {
  const answersFor = await describeAnsweredFor(deps, place, member)
  return {
    console: 'organizations',
    back: { href: placeHref(place), label: placeName(place) },
    title: `Role of ${member.name}`,
    lead: `${member.email}, in ${placeName(place)}.`,
    action: `${placeHref(place)}/members/${member.accountId}`,
    submit: 'Change role',
    notice:
      answersFor === undefined
        ? undefined
        : {
            tone: 'warn',
            text: `${member.name} answers for ${answersFor} here. Without the administrator’s role, what no other role of theirs covers is inactive until another administrator adopts it.`,
          },
    controls: (errors) => [
      choicesControl({ name: 'role', legend: 'Role', options: ROLES, chosen: role }, errors),
    ],
  }
}

async function describeRemoval(deps: PageDeps, place: ConsolePlace, member: Member): Promise<Confirmation> {
  const answersFor = await describeAnsweredFor(deps, place, member)
  return {
    console: 'organizations',
    back: { href: placeHref(place), label: placeName(place) },
    verb: 'Remove',
    name: member.name,
    lead:
      place.workspace === undefined
        ? `The memberships of ${place.organization.name} and of all its workspaces end at once.`
        : `The membership of ${place.workspace.name} ends at once. The one of ${place.organization.name} stays.`,
    items: [
      ...(answersFor === undefined
        ? []
        : [
            `${answersFor} here that ${member.name} answers for: inactive, until another administrator adopts them.`,
          ]),
      'The account and its personal tokens stay, and so does everything that was made here.',
    ],
    action: `${placeHref(place)}/members/${member.accountId}/remove`,
    submit: 'Remove',
    cancel: 'Keep them',
    isDanger: true,
  }
}

/** The live tokens of the place for which this member answers, in words; `undefined` where there are none. */
async function describeAnsweredFor(deps: PageDeps, place: ConsolePlace, member: Member) {
  const { organizationId, workspaceId } = placeIds(place)
  const where = { organizationId, ...(workspaceId === undefined ? {} : { workspaceId }) }
  const { tokens, hasMore } = await findAnsweredFor(deps, where, member.accountId)
  if (tokens.length === 0) return undefined
  return `${hasMore ? 'more than ' : ''}${counted(tokens.length, 'live token', 'live tokens')}`
}

export const memberPlacePages: readonly Page[] = [
  ...memberPages(ORGANIZATION_PATH, 'organization.manage_members'),
  ...memberPages(WORKSPACE_PATH, 'workspace.manage_members'),
]
