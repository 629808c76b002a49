import { getVisitor } from '../../guards.ts'
import type { Notice } from '../form.ts'
import { page, queryText } from '../page.ts'
import { readListQuery, viewList } from './list-view.ts'

/** What a redirect to this page may ask it to say. */
const DONE: Readonly<Record<string, Notice>> = {
  revoked: { tone: 'good', text: 'The token is revoked. Whatever used it has stopped working.' },
}

export const listPage = page({
  method: 'get',
  path: '/account/tokens',
  for: 'account',
  async handle({ tokens, clients, clock, render }, ctx) {
    const query = readListQuery(queryText(ctx, 'show'), queryText(ctx, 'search'), queryText(ctx, 'sort'))
    const { account } = getVisitor(ctx)
    const found = await tokens.list(account.id, query)
    const isMintingOff = !(await clients.isMintingOn())
    const view = viewList({ ...found, query, prefix: tokens.prefix, now: clock(), isMintingOff })
    render(ctx, 'tokens/list', { ...view, notice: DONE[queryText(ctx, 'done')] })
  },
})
