import { describeScopes } from '../../../../scopes/index.ts'
import { parseReason, type Token, tokenState } from '../../../../tokens/index.ts'
import { formBody } from '../../../body.ts'
import { getAnswerable } from '../../answerable.ts'
import { textOf } from '../../form.ts'
import { type PageDeps, page, seeOther } from '../../page.ts'
import { hintInWords, lastUsedOf } from '../../tokens/token-view.ts'
import { type Confirmation, showConfirmation } from '../confirm.ts'
import { adminHrefOf } from './href.ts'
import { reasonField } from './reason.ts'

/** Says what will stop, and asks once. */
export const adminRevokePage = page({
  method: 'get',
  path: '/admin/tokens/:id/revoke',
  for: 'token.revoke_any',
  async handle(deps, ctx, { id = '' }) {
    const token = await deps.tokens.getAny(id)
    if (!isLive(deps, token)) return seeOther(ctx, adminHrefOf(token.id))
    showConfirmation(deps, ctx, { ...(await describe(deps, token)), fields: [reasonField('')] })
  },
})

export const adminRevokeForm = page({
  method: 'post',
  path: '/admin/tokens/:id/revoke',
  for: 'token.revoke_any',
  async handle(deps, ctx, { id = '' }) {
    const token = await deps.tokens.getAny(id)
    const reason = textOf(formBody(ctx), 'reason')
    try {
      await deps.tokens.revokeAny(ctx.state.actor, token.id, parseReason(reason))
      seeOther(ctx, `${adminHrefOf(token.id)}?done=revoked`)
    } catch (error) {
      const problem = getAnswerable(error)
      const fields = [reasonField(reason, problem)]
      showConfirmation(deps, ctx, { ...(await describe(deps, token)), fields }, problem)
    }
  },
})

const isLive = ({ clock }: PageDeps, token: Token): boolean =>
  ['active', 'suspended'].includes(tokenState(token, clock()))

async function describe({ tokens, catalogue, clock }: PageDeps, token: Token): Promise<Confirmation> {
  const used = lastUsedOf(token, clock())
  const what = describeScopes(token.scopes, await catalogue.listModules())
  return {
    console: 'tokens',
    back: { href: adminHrefOf(token.id), label: token.name },
    verb: 'Revoke',
    name: token.name,
    lead: `Whatever uses ${hintInWords(tokens.prefix, token)} stops working at once. This cannot be undone.`,
    items: [
      `It is a token of ${token.accountEmail}.`,
      `It can ${what}.`,
      used === undefined
        ? 'It has never been used.'
        : `Last used ${used.time.words} ${used.from}`.trim().concat('.'),
    ],
    action: `${adminHrefOf(token.id)}/revoke`,
    submit: 'Revoke token',
    cancel: 'Keep it',
    isDanger: true,
  }
}
