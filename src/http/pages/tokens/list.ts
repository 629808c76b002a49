import { addMilliseconds, DAY } from '../../../lib/index.ts'
import type { Token } from '../../../tokens/index.ts'
import { getVisitor } from '../../guards.ts'
import type { Notice } from '../form.ts'
import { inWords } from '../moments.ts'
import { page, queryText } from '../page.ts'
import { readListQuery, viewList } from './list-view.ts'
import { hrefOf } from './token-view.ts'

/** What a redirect to this page may ask it to say. */
const DONE: Readonly<Record<string, Notice>> = {
  revoked: { tone: 'good', text: 'The token is revoked. Whatever used it has stopped working.' },
}

/** A token that somebody else issued is told of for so long. */
const TOLD_DAYS = 14

export const listPage = page({
  method: 'get',
  path: '/account/tokens',
  for: 'account',
  async handle({ tokens, clients, clock, render }, ctx) {
    const query = readListQuery(queryText(ctx, 'show'), queryText(ctx, 'search'), queryText(ctx, 'sort'))
    const { account } = getVisitor(ctx)
    const now = clock()
    const [found, all, isMintingOn] = await Promise.all([
      tokens.list(account.id, query),
      tokens.list(account.id, { filter: 'active', order: 'created' }),
      clients.isMintingOn(),
    ])
    const view = viewList({
      ...found,
      query,
      path: '/account/tokens',
      whose: 'Your',
      none: NONE,
      prefix: tokens.prefix,
      now,
      isMintingOff: !isMintingOn,
      visitorId: account.id,
    })
    const issued = all.tokens.filter((token) => isNewlyIssued(token, now))
    render(ctx, 'tokens/list', {
      ...view,
      notice: DONE[queryText(ctx, 'done')],
      issued: issued.map(({ id, name, madeBy, createdAt }) => ({
        href: hrefOf(id),
        name,
        by: madeBy,
        when: inWords(createdAt, now),
      })),
    })
  },
})

const NONE = {
  title: 'No tokens yet',
  text: 'A personal access token lets a script, a CI job or an agent act for you, with only the access that you choose and only until a date that you set.',
  canGenerate: true,
}

function isNewlyIssued(token: Token, now: Date): boolean {
  const isIssued = token.kind === 'personal' && token.madeByAccountId !== token.accountId
  return isIssued && token.createdAt > addMilliseconds(now, -TOLD_DAYS * DAY)
}
