import { formBody } from '../../body.ts'
import { getVisitor } from '../../guards.ts'
import { renewSession } from '../../visitor.ts'
import { getAnswerable } from '../answerable.ts'
import { textOf } from '../form.ts'
import { page, seeOther } from '../page.ts'
import { showSecurity } from './security.ts'

/** Ends every session; this one goes on with a new secret, because the password was just entered in it. */
export const changePasswordForm = page({
  method: 'post',
  path: '/account/security/password',
  for: 'account.secure_own',
  async handle(deps, ctx) {
    const fields = formBody(ctx)
    const { account, session } = getVisitor(ctx)
    try {
      await deps.accounts.changePassword(ctx.state.actor, account.id, {
        currentPassword: textOf(fields, 'currentPassword'),
        newPassword: textOf(fields, 'newPassword'),
      })
    } catch (error) {
      return await showSecurity(deps, ctx, getAnswerable(error))
    }
    renewSession(ctx, await deps.sessions.confirmPassword(ctx.state.actor, session.id))
    await deps.sessions.endOthers(ctx.state.actor, account.id, session.id)
    seeOther(ctx, '/account/security?done=password')
  },
})
