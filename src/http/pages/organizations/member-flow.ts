import type { ProductError } from '../../../lib/index.ts'
import type { Member } from '../../../organizations/index.ts'
import { formBody } from '../../body.ts'
import type { Context } from '../../context.ts'
import { PageNotFound } from '../../errors.ts'
import { toProblem } from '../../problem.ts'
import { getAnswerable } from '../answerable.ts'
import { findAnsweredFor } from '../answered-for.ts'
import { textOf } from '../form.ts'
import { type PageDeps, seeOther } from '../page.ts'
import { kindInWords } from '../tokens/standing-view.ts'
import { parseRole } from './add-member.ts'
import { type Entered, placeHref } from './enter.ts'
import { placeIds } from './members-flow.ts'
import { managing, membersHref, placeName, viewRoles } from './members-view.ts'

/** One member: the role, and what stops when it is taken away. */
export async function showMember(
  deps: PageDeps,
  ctx: Context,
  entered: Entered,
  accountId: string,
  error?: ProductError,
): Promise<void> {
  const member = await findMember(deps, entered, accountId)
  const { organization, workspace } = entered
  const place = {
    organizationId: organization.id,
    ...(workspace === undefined ? {} : { workspaceId: workspace.id }),
  }
  const answered = await findAnsweredFor(deps, place, accountId)
  const problem = error === undefined ? undefined : toProblem(error)
  const base = membersHref(entered)
  const model = {
    back: { href: base, label: placeName(entered) },
    place: placeName(entered),
    isWorkspace: entered.workspace !== undefined,
    name: member.name,
    email: member.email,
    action: `${placeHref(entered)}/members/${accountId}`,
    roles: viewRoles(member.role),
    problem: problem && { tone: 'bad', text: problem.message },
    tokens: answered.tokens.map((token) => ({ name: token.name, kind: kindInWords(token) })),
    hasMore: answered.hasMore,
  }
  deps.render(ctx, 'organizations/member', model, { status: problem?.status ?? 200 })
}

export async function changeMember(deps: PageDeps, ctx: Context, entered: Entered, accountId: string) {
  await findMember(deps, entered, accountId)
  try {
    const role = parseRole(textOf(formBody(ctx), 'role'))
    await deps.organizations.changeMember(ctx.state.actor, { ...keyOf(entered, accountId), role })
  } catch (error) {
    return await showMember(deps, ctx, entered, accountId, getAnswerable(error))
  }
  seeOther(ctx, `${membersHref(entered)}?done=changed`)
}

/** Who removes themselves may be a stranger here afterwards, and is led back to where they are none. */
export async function removeMember(deps: PageDeps, ctx: Context, entered: Entered, accountId: string) {
  await findMember(deps, entered, accountId)
  await deps.organizations.removeMember(ctx.state.actor, keyOf(entered, accountId))
  const isSelf = ctx.state.visitor?.account.id === accountId
  seeOther(ctx, isSelf ? '/organizations' : `${membersHref(entered)}?done=removed`)
}

const keyOf = (entered: Entered, accountId: string) => ({ ...placeIds(entered), accountId })

/** @throws {NotPermitted} for those who may not change members; {PageNotFound} where nobody with this id is one */
async function findMember(deps: PageDeps, entered: Entered, accountId: string): Promise<Member> {
  entered.require(managing(entered))
  const member = await deps.organizations.findMember(placeIds(entered), accountId)
  if (member === undefined) throw new PageNotFound()
  return member
}
