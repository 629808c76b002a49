import { PageNotFound } from '../../errors.ts'
import { getVisitor } from '../../guards.ts'
import { page, seeOther } from '../page.ts'

export const endSessionForm = page({
  method: 'post',
  path: '/account/security/sessions/:id/end',
  for: 'account.secure_own',
  async handle({ sessions }, ctx, { id = '' }) {
    const { account } = getVisitor(ctx)
    // Somebody else's session and none at all get the same answer.
    const isOwn = (await sessions.list(account.id)).some((session) => session.id === id)
    if (!isOwn) throw new PageNotFound()
    await sessions.end(ctx.state.actor, account.id, id)
    seeOther(ctx, '/account/security?done=session')
  },
})

export const endOtherSessionsForm = page({
  method: 'post',
  path: '/account/security/sessions/end-others',
  for: 'account.secure_own',
  async handle({ sessions }, ctx) {
    const { account, session } = getVisitor(ctx)
    await sessions.endOthers(ctx.state.actor, account.id, session.id)
    seeOther(ctx, '/account/security?done=others')
  },
})
