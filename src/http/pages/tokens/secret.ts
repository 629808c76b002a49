import { describeScopes } from '../../../scopes/index.ts'
import { getVisitor } from '../../guards.ts'
import { dayInWords } from '../moments.ts'
import { page, seeOther } from '../page.ts'
import { takeForReveal } from './reveal.ts'

/** Shows a new secret this once. A reload, or anybody who comes later, gets the token without it. */
export const secretPage = page({
  method: 'get',
  path: '/account/tokens/:id/secret',
  for: 'account',
  async handle({ tokens, catalogue, config, render }, ctx, { id = '' }) {
    const token = await tokens.get(getVisitor(ctx).account.id, id)
    const secret = await takeForReveal(ctx, token.id)
    if (secret === undefined || !(await tokens.reveal(token.id, secret))) {
      return seeOther(ctx, `/account/tokens/${token.id}`)
    }
    const what = describeScopes(token.scopes, await catalogue.listModules())
    const until = token.expiresAt === null ? 'and never expires' : `until ${dayInWords(token.expiresAt)}`
    const isRotated = token.rotatedFrom !== null
    render(ctx, 'tokens/secret', {
      title: isRotated ? 'Your new secret' : 'Your new token',
      summary: `${token.name} can ${what} ${until}.`,
      secret,
      curl: `curl -H 'Authorization: Bearer ${secret}' ${config.issuer}/api/v1/whoami`,
    })
  },
})
