import type { MembershipRole } from '../../../organizations/index.ts'
import { formBody } from '../../body.ts'
import type { Context } from '../../context.ts'
import { getAnswerable } from '../answerable.ts'
import { textOf } from '../form.ts'
import { type PageDeps, seeOther } from '../page.ts'
import { type Entered, placeHref } from './enter.ts'
import { RoleMissing } from './errors.ts'
import type { Shown } from './members-flow.ts'
import { managing } from './members-view.ts'

/** Adds the person with this address, who must have an account. */
export async function addMember(
  deps: PageDeps,
  ctx: Context,
  entered: Entered,
  showAgain: (shown: Shown) => Promise<void>,
): Promise<void> {
  const { organization, workspace } = entered
  entered.require(managing(entered))
  const fields = formBody(ctx)
  const form = { email: textOf(fields, 'email'), role: textOf(fields, 'role') }
  try {
    const mayLetIn = entered.may('organization.manage_members')
    const account = await deps.organizations.findAddable(organization, { email: form.email }, mayLetIn)
    await deps.organizations.addMember(ctx.state.actor, {
      organizationId: organization.id,
      workspaceId: workspace?.id,
      accountId: account.id,
      role: parseRole(form.role),
    })
  } catch (error) {
    return await showAgain({ form, error: getAnswerable(error) })
  }
  seeOther(ctx, `${placeHref(entered)}${workspace === undefined ? '/members' : ''}?done=added`)
}

/** @throws {RoleMissing} */
export function parseRole(given: string): MembershipRole {
  if (given !== 'member' && given !== 'admin') throw new RoleMissing()
  return given
}
