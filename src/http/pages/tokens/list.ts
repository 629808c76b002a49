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

export const listPage = page({
  method: 'get',
  path: '/account/tokens',
  for: 'account',
  async handle({ tokens, clock, render }, ctx) {
    const query = readListQuery(queryText(ctx, 'show'), queryText(ctx, 'search'), queryText(ctx, 'sort'))
    const { account } = getVisitor(ctx)
    const now = clock()
    const before = queryText(ctx, 'before')
    const { issued, isMintingOn, ...found } = await tokens.listOwn(
      account.id,
      query,
      before === '' ? {} : { before },
    )
    const view = viewList({
      ...found,
      query,
      before,
      path: '/account/tokens',
      whose: 'Your',
      none: NONE,
      prefix: tokens.prefix,
      now,
      isMintingOff: !isMintingOn,
      visitorId: account.id,
    })
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
