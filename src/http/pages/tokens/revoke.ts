import { describeScopes } from '../../../scopes/index.ts'
import { tokenState } from '../../../tokens/index.ts'
import { getVisitor } from '../../guards.ts'
import { page, seeOther } from '../page.ts'
import { hintInWords, hrefOf, lastUsedOf } from './token-view.ts'

/** Says what will stop, and asks once. */
export const revokePage = page({
  method: 'get',
  path: '/account/tokens/:id/revoke',
  for: 'account',
  async handle({ tokens, catalogue, clock, render }, ctx, { id = '' }) {
    const token = await tokens.get(getVisitor(ctx).account.id, id)
    const now = clock()
    if (tokenState(token, now) !== 'active') return seeOther(ctx, hrefOf(token.id))
    const { from } = await tokens.usage(token.id)
    render(ctx, 'tokens/revoke', {
      href: hrefOf(token.id),
      name: token.name,
      hint: hintInWords(tokens.prefix, token),
      can: `It can ${describeScopes(token.scopes, await catalogue.listModules())}.`,
      lastUsed: lastUsedOf(token, now),
      usedBy: from
        .slice(0, 5)
        .map(({ clientName, clientId, address }) => `${clientName ?? clientId}, from ${address}`),
    })
  },
})

export const revokeForm = page({
  method: 'post',
  path: '/account/tokens/:id/revoke',
  for: 'account',
  async handle({ tokens }, ctx, { id = '' }) {
    await tokens.revoke(ctx.state.actor, getVisitor(ctx).account.id, id)
    seeOther(ctx, '/account/tokens?done=revoked')
  },
})
