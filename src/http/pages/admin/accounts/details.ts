import { getVisitor } from '../../../guards.ts'
import type { Notice } from '../../form.ts'
import { page, queryText } from '../../page.ts'
import { viewAccount } from './details-view.ts'
import { getListedAccount } from './find.ts'

/** How many of its tokens are named here. */
const MOST_TOKENS = 10

/** What a redirect to this page may ask it to say. */
const DONE: Readonly<Record<string, Notice>> = {
  role: { tone: 'good', text: 'The role is changed. The account signs in again.' },
  disabled: { tone: 'good', text: 'The account is disabled. Its tokens and sessions have stopped.' },
  enabled: { tone: 'good', text: 'The account is enabled. What had not ended by itself works again.' },
  sessions: { tone: 'good', text: 'All sessions of the account are ended.' },
}

export const accountPage = page({
  method: 'get',
  path: '/admin/accounts/:id',
  for: 'console.see',
  async handle(deps, ctx, { id = '' }) {
    const account = await getListedAccount(deps, id)
    const [found, sessions, memberships] = await Promise.all([
      deps.tokens.search(
        { accountId: account.id, state: 'live', answerableOnly: true },
        { limit: MOST_TOKENS },
      ),
      deps.sessions.list(account.id),
      deps.organizations.membershipsOf(account.id),
    ])
    const visitorId = getVisitor(ctx).account.id
    const { tokens, next } = found
    const known = { account, tokens, hasMoreTokens: next !== undefined, sessions, memberships }
    const view = viewAccount({ ...known, visitorId, now: deps.clock() })
    deps.render(ctx, 'admin/account', { ...view, notice: DONE[queryText(ctx, 'done')] })
  },
})
