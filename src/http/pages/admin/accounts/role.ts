import type { ListedAccount, Role } from '../../../../accounts/index.ts'
import { formBody } from '../../../body.ts'
import { getAnswerable } from '../../answerable.ts'
import { textOf } from '../../form.ts'
import { page, seeOther } from '../../page.ts'
import { passPasswordGate } from '../../password-gate.ts'
import { type Confirmation, showConfirmation } from '../confirm.ts'
import { accountHref } from './account-view.ts'
import { getListedAccount } from './find.ts'

const otherRole = ({ role }: ListedAccount): Role => (role === 'admin' ? 'member' : 'admin')

export const rolePage = page({
  method: 'get',
  path: '/admin/accounts/:id/role',
  for: 'account.change_role',
  async handle(deps, ctx, { id = '' }) {
    const account = await getListedAccount(deps, id)
    showConfirmation(deps, ctx, describe(account, otherRole(account)))
  },
})

export const roleForm = page({
  method: 'post',
  path: '/admin/accounts/:id/role',
  for: 'account.change_role',
  async handle(deps, ctx, { id = '' }) {
    const fields = formBody(ctx)
    const account = await getListedAccount(deps, id)
    // The role that the person read of, and not "the other one": the form may be older than the account's role.
    const role = textOf(fields, 'role') === 'admin' ? 'admin' : 'member'
    try {
      await passPasswordGate(deps, ctx, textOf(fields, 'password'))
      await deps.accounts.changeRole(ctx.state.actor, account.id, role)
      seeOther(ctx, `${accountHref(account.id)}?done=role`)
    } catch (error) {
      showConfirmation(deps, ctx, describe(account, role), getAnswerable(error))
    }
  },
})

function describe({ id, name }: ListedAccount, role: Role): Confirmation {
  const isRise = role === 'admin'
  return {
    console: 'accounts',
    back: { href: accountHref(id), label: name },
    verb: isRise ? 'Make an administrator of' : 'Make a member of',
    name,
    lead: isRise
      ? 'An administrator sees and changes everything here, and may make tokens that can do everything.'
      : 'A member signs in and makes tokens, within the policy.',
    items: [
      ...(isRise
        ? ['No other administrator can issue tokens for this account any more.']
        : [
            'This administration is closed to the account at once.',
            'Its tokens keep the scopes that members may have. What is above that stops at once.',
          ]),
      'Its sessions end: it signs in again.',
    ],
    action: `${accountHref(id)}/role`,
    hidden: [{ name: 'role', value: role }],
    submit: isRise ? 'Make administrator' : 'Make member',
    cancel: 'Leave it',
    isDanger: !isRise,
    needsPassword: true,
  }
}
