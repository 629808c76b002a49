import type { Context } from '../../../context.ts'
import { getVisitor } from '../../../guards.ts'
import type { Notice } from '../../form.ts'
import { page, queryText } from '../../page.ts'
import { counted } from '../accounts/account-view.ts'
import { adminHrefOf } from './href.ts'
import { readFilter, viewTokens } from './list-view.ts'

const PAGE = 50

export const adminTokensPage = page({
  method: 'get',
  path: '/admin/tokens',
  for: 'console.see',
  async handle({ tokens, accounts, catalogue, clock, render }, ctx) {
    const filter = readFilter((name) => queryText(ctx, name))
    const before = queryText(ctx, 'before')
    const [found, account, modules] = await Promise.all([
      tokens.search(filter.search, { ...(before === '' ? {} : { before }), limit: PAGE }),
      filter.account === undefined ? undefined : accounts.find(filter.account),
      catalogue.listModules(),
    ])
    const visitorId = getVisitor(ctx).account.id
    const known = { prefix: tokens.prefix, now: clock(), isMintingOff: false, visitorId, hrefOf: adminHrefOf }
    const view = viewTokens({ ...found, filter, account, modules, isFirst: before === '', ...known })
    render(ctx, 'admin/tokens', { ...view, notice: readDone(ctx) })
  },
})

/** What a redirect to this page may ask it to say. */
function readDone(ctx: Context): Notice | undefined {
  if (queryText(ctx, 'done') !== 'revoked') return undefined
  const count = Number(/^\d{1,3}$/.exec(queryText(ctx, 'count'))?.[0] ?? 0)
  if (count === 0) return { tone: 'plain', text: 'Nothing was revoked: the tokens had ended already.' }
  return {
    tone: 'good',
    text: `${counted(count, 'token is', 'tokens are')} revoked. Whatever used them has stopped.`,
  }
}
