import { getVisitor } from '../../guards.ts'
import { page } from '../page.ts'
import { viewDetails } from './details-view.ts'

export const detailsPage = page({
  method: 'get',
  path: '/account/tokens/:id',
  for: 'account',
  async handle({ tokens, catalogue, clients, clock, render }, ctx, { id = '' }) {
    const token = await tokens.get(getVisitor(ctx).account.id, id)
    const [usage, events, modules, isMintingOn] = await Promise.all([
      tokens.usage(token.id),
      tokens.history(token.id),
      catalogue.listModules(),
      clients.isMintingOn(),
    ])
    const isMintingOff = !isMintingOn
    render(
      ctx,
      'tokens/details',
      viewDetails({ token, usage, events, modules, prefix: tokens.prefix, now: clock(), isMintingOff }),
    )
  },
})
