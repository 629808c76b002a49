import { getVisitor } from '../../guards.ts'
import { page, seeOther } from '../page.ts'
import { hrefOf } from './token-view.ts'

/** One click: nothing stops by it, and whoever adopts only takes responsibility. */
export const adoptForm = page({
  method: 'post',
  path: '/account/tokens/:id/adopt',
  for: 'account',
  async handle({ tokens }, ctx, { id = '' }) {
    const token = await tokens.adopt(ctx.state.actor, getVisitor(ctx).account.id, id)
    seeOther(ctx, `${hrefOf(token.id)}?done=adopted`)
  },
})
