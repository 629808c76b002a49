import type { Member } from '../../../../organizations/index.ts'
import type { Action } from '../../../../permissions/index.ts'
import { tokenState } from '../../../../tokens/index.ts'
import { formBody } from '../../../body.ts'
import { PageNotFound } from '../../../errors.ts'
import { getAnswerable } from '../../answerable.ts'
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
  const members = await deps.organizations.listMembers(placeIds(place))
  const member = members.find(({ accountId }) => accountId === params['account'])
  if (member === undefined) throw new PageNotFound()
  return { place, member }
}

async function describeChange(
  deps: PageDeps,
  place: ConsolePlace,
  member: Member,
  role: string,
): Promise<FormPage> {
  const answersFor = await countAnsweredFor(deps, place, member)
  return {
    console: 'organizations',
    back: { href: placeHref(place), label: placeName(place) },
    title: `Role of ${member.name}`,
    lead: `${member.email}, in ${placeName(place)}.`,
    action: `${placeHref(place)}/members/${member.accountId}`,
    submit: 'Change role',
    notice:
      answersFor === 0
        ? undefined
        : {
            tone: 'warn',
            text: `${member.name} answers for ${counted(answersFor, 'live token', 'live tokens')} here. Without the administrator’s role, what no other role of theirs covers is inactive until another administrator adopts it.`,
          },
    controls: (errors) => [
      choicesControl({ name: 'role', legend: 'Role', options: ROLES, chosen: role }, errors),
    ],
  }
}

async function describeRemoval(deps: PageDeps, place: ConsolePlace, member: Member): Promise<Confirmation> {
  const answersFor = await countAnsweredFor(deps, place, member)
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
      ...(answersFor === 0
        ? []
        : [
            `${counted(answersFor, 'live token', 'live tokens')} here that ${member.name} answers for: inactive, until another administrator adopts them.`,
          ]),
      'The account and its personal tokens stay, and so does everything that was made here.',
    ],
    action: `${placeHref(place)}/members/${member.accountId}/remove`,
    submit: 'Remove',
    cancel: 'Keep them',
    isDanger: true,
  }
}

/** The live tokens of the place for which this member answers. */
async function countAnsweredFor({ tokens, clock }: PageDeps, place: ConsolePlace, member: Member) {
  const { organizationId, workspaceId } = placeIds(place)
  const where = { organizationId, ...(workspaceId === undefined ? {} : { workspaceId }) }
  const found = await tokens.listOfPlace(where, { filter: 'all', order: 'name' })
  const now = clock()
  return found.tokens.filter(
    (token) =>
      token.kind !== 'personal' &&
      token.accountId === member.accountId &&
      tokenState(token, now) === 'active',
  ).length
}

export const memberPlacePages: readonly Page[] = [
  ...memberPages(ORGANIZATION_PATH, 'organization.manage_members'),
  ...memberPages(WORKSPACE_PATH, 'workspace.manage_members'),
]
