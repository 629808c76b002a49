import { getVisitor } from '../../guards.ts'
import type { Notice } from '../form.ts'
import { page, queryText } from '../page.ts'
import { viewDetails } from './details-view.ts'

/** What a redirect to this page may ask it to say. */
const DONE: Readonly<Record<string, Notice>> = {
  edited: { tone: 'good', text: 'The changes hold from its next use on.' },
  adopted: {
    tone: 'good',
    text: 'You answer for this token now. It works as long as you are an administrator here.',
  },
}

export const detailsPage = page({
  method: 'get',
  path: '/account/tokens/:id',
  for: 'account',
  async handle({ tokens, catalogue, clients, clock, render, rateLimits }, ctx, { id = '' }) {
    const visitorId = getVisitor(ctx).account.id
    const token = await tokens.get(visitorId, id)
    const [usage, events, modules, isMintingOn] = await Promise.all([
      tokens.usage(token.id),
      tokens.history(token.id),
      catalogue.listModules(),
      clients.isMintingOn(),
    ])
    const { perMinute } = rateLimits
    const known = { prefix: tokens.prefix, perMinute, now: clock(), isMintingOff: !isMintingOn, visitorId }
    const view = viewDetails({ token, usage, events, modules, ...known })
    render(ctx, 'tokens/details', { ...view, notice: DONE[queryText(ctx, 'done')] })
  },
})
