import { getVisitor } from '../../../guards.ts'
import type { Notice } from '../../form.ts'
import { page, queryText } from '../../page.ts'
import { viewDetails } from '../../tokens/details-view.ts'
import { showSecret } from '../../tokens/secret.ts'
import { accountHref } from '../accounts/account-view.ts'
import { adminHrefOf } from './href.ts'
import { rateLimitHref } from './rate-limit.ts'

/** What a redirect to this page may ask it to say. */
const DONE: Readonly<Record<string, Notice>> = {
  'rate-limit': { tone: 'good', text: 'The rate limit is changed. It holds from the next request on.' },
  revoked: { tone: 'good', text: 'The token is revoked. Whatever used it has stopped working.' },
}

export const adminTokenPage = page({
  method: 'get',
  path: '/admin/tokens/:id',
  for: 'console.see',
  async handle({ tokens, catalogue, clock, render, rateLimits: { perMinute } }, ctx, { id = '' }) {
    const token = await tokens.getAny(id)
    const [usage, events, modules] = await Promise.all([
      tokens.usage(token.id),
      tokens.history(token.id),
      catalogue.listModules(),
    ])
    const visitorId = getVisitor(ctx).account.id
    const fixed = { prefix: tokens.prefix, perMinute, isMintingOff: false, hrefOf: adminHrefOf }
    const view = viewDetails({ token, usage, events, modules, now: clock(), visitorId, ...fixed })
    render(ctx, 'admin/token', {
      ...view,
      account: { href: accountHref(token.accountId), name: token.accountName, email: token.accountEmail },
      revokeHref: view.token.canRevoke ? `${adminHrefOf(token.id)}/revoke` : undefined,
      rateLimitHref: view.token.canRevoke ? rateLimitHref(token) : undefined,
      notice: DONE[queryText(ctx, 'done')],
    })
  },
})

/** The secret of a token that this administrator issued, this once. */
export const issuedSecretPage = page({
  method: 'get',
  path: '/admin/tokens/:id/secret',
  for: 'token.issue',
  async handle(deps, ctx, { id = '' }) {
    const token = await deps.tokens.getAny(id)
    const href = adminHrefOf(token.id)
    await showSecret(deps, ctx, token, {
      view: 'admin/token-secret',
      href,
      doneHref: accountHref(token.accountId),
      owner: token.accountName,
    })
  },
})
