import type { MembershipRole } from '../../../organizations/index.ts'
import { formBody } from '../../body.ts'
import type { Context } from '../../context.ts'
import { getAnswerable } from '../answerable.ts'
import { textOf } from '../form.ts'
import { type PageDeps, seeOther } from '../page.ts'
import { type Entered, placeHref } from './enter.ts'
import { NoSuchAccount, NotInOrganization, RoleMissing } from './errors.ts'
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
    const account = await findAddable(deps, entered, form.email)
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

/**
 * Who administers a workspace only adds those who are in its organization: whom else to let in is its administrators'.
 * @throws {NoSuchAccount | NotInOrganization}
 */
async function findAddable(deps: PageDeps, { organization, may }: Entered, email: string) {
  const account = await deps.accounts.findByEmail(email)
  if (account === undefined || account.disabledAt !== null) throw new NoSuchAccount()
  if (may('organization.manage_members')) return account
  const members = await deps.organizations.listMembers({ organizationId: organization.id })
  if (!members.some(({ accountId }) => accountId === account.id))
    throw new NotInOrganization(organization.name)
  return account
}

/** @throws {RoleMissing} */
export function parseRole(given: string): MembershipRole {
  if (given !== 'member' && given !== 'admin') throw new RoleMissing()
  return given
}
