import { page, seeOther } from '../../page.ts'
import { accountHref } from './account-view.ts'
import { getListedAccount } from './find.ts'

export const endSessionsForm = page({
  method: 'post',
  path: '/admin/accounts/:id/sessions/end',
  for: 'account.end_sessions',
  async handle(deps, ctx, { id = '' }) {
    const account = await getListedAccount(deps, id)
    await deps.sessions.endAllOf(ctx.state.actor, account.id)
    seeOther(ctx, `${accountHref(account.id)}?done=sessions`)
  },
})
