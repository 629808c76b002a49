import type { ListedAccount } from '../../../../accounts/index.ts'
import type { Context } from '../../../context.ts'
import { getVisitor } from '../../../guards.ts'
import { getAnswerable } from '../../answerable.ts'
import { type PageDeps, page, seeOther } from '../../page.ts'
import { type Confirmation, showConfirmation } from '../confirm.ts'
import { accountHref, counted } from './account-view.ts'
import { getListedAccount } from './find.ts'

/** Says what stops, and asks once. */
export const disablePage = page({
  method: 'get',
  path: '/admin/accounts/:id/disable',
  for: 'account.switch',
  async handle(deps, ctx, { id = '' }) {
    const account = await getListedAccount(deps, id)
    showConfirmation(deps, ctx, await describeDisabling(deps, ctx, account))
  },
})

export const disableForm = page({
  method: 'post',
  path: '/admin/accounts/:id/disable',
  for: 'account.switch',
  async handle(deps, ctx, { id = '' }) {
    const account = await getListedAccount(deps, id)
    try {
      await deps.accounts.disable(ctx.state.actor, account.id)
      seeOther(ctx, `${accountHref(account.id)}?done=disabled`)
    } catch (error) {
      showConfirmation(deps, ctx, await describeDisabling(deps, ctx, account), getAnswerable(error))
    }
  },
})

export const enablePage = page({
  method: 'get',
  path: '/admin/accounts/:id/enable',
  for: 'account.switch',
  async handle(deps, ctx, { id = '' }) {
    showConfirmation(deps, ctx, describeEnabling(await getListedAccount(deps, id)))
  },
})

export const enableForm = page({
  method: 'post',
  path: '/admin/accounts/:id/enable',
  for: 'account.switch',
  async handle(deps, ctx, { id = '' }) {
    const account = await getListedAccount(deps, id)
    await deps.accounts.enable(ctx.state.actor, account.id)
    seeOther(ctx, `${accountHref(account.id)}?done=enabled`)
  },
})

async function describeDisabling(
  deps: PageDeps,
  ctx: Context,
  account: ListedAccount,
): Promise<Confirmation> {
  const isPerson = account.kind === 'person'
  const sessions = isPerson ? await deps.sessions.list(account.id) : []
  const isSelf = getVisitor(ctx).account.id === account.id
  return {
    ...whereabouts(account),
    verb: 'Disable',
    lead: 'It holds from the next request on, and can be undone.',
    items: [
      `${counted(account.activeTokens, 'token stops', 'tokens stop')} working.`,
      ...(isPerson
        ? [
            `${counted(sessions.length, 'session ends', 'sessions end')}, and nobody can sign in as ${account.email}.`,
          ]
        : []),
      'Nothing is deleted: tokens, memberships and history stay listed.',
      ...(isSelf ? ['This is your own account: you are signed out at once.'] : []),
    ],
    action: `${accountHref(account.id)}/disable`,
    submit: 'Disable account',
    cancel: 'Keep it',
    isDanger: true,
  }
}

const describeEnabling = (account: ListedAccount): Confirmation => ({
  ...whereabouts(account),
  verb: 'Enable',
  lead: 'What was stopped works again from the next request on.',
  items: [
    `${counted(account.activeTokens, 'token works', 'tokens work')} again.`,
    ...(account.kind === 'person' ? ['The account can be signed in to, with its old password.'] : []),
  ],
  action: `${accountHref(account.id)}/enable`,
  submit: 'Enable account',
  cancel: 'Leave it',
  isDanger: false,
})

const whereabouts = ({ id, name }: ListedAccount) => ({
  console: 'accounts' as const,
  back: { href: accountHref(id), label: name },
  name,
})
