import { page, queryText } from '../../page.ts'
import { readFilter, viewAccounts } from './list-view.ts'

const PAGE = 50

export const accountsPage = page({
  method: 'get',
  path: '/admin/accounts',
  for: 'console.see',
  async handle({ accounts, clock, render }, ctx) {
    const filter = readFilter((name) => queryText(ctx, name))
    const after = queryText(ctx, 'after')
    const { text, ...chosen } = filter
    const said = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined))
    const found = await accounts.search({ ...said, text, after, limit: PAGE })
    render(ctx, 'admin/accounts', viewAccounts({ ...found, filter, isFirst: after === '', now: clock() }))
  },
})
