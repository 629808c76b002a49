import type { Context } from '../../../context.ts'
import { getVisitor } from '../../../guards.ts'
import type { Notice } from '../../form.ts'
import { type PageDeps, page, queryText } from '../../page.ts'
import { accountHref, counted } from '../accounts/account-view.ts'
import { adminHrefOf } from './href.ts'
import { type Owner, readFilter, viewTokens } from './list-view.ts'

const PAGE = 50

export const adminTokensPage = page({
  method: 'get',
  path: '/admin/tokens',
  for: 'console.see',
  async handle(deps, ctx) {
    const { tokens, catalogue, clock, render } = deps
    const filter = readFilter((name) => queryText(ctx, name))
    const before = queryText(ctx, 'before')
    const [found, owner, modules] = await Promise.all([
      tokens.search(filter.search, { ...(before === '' ? {} : { before }), limit: PAGE }),
      findOwner(deps, filter),
      catalogue.listModules(),
    ])
    const visitorId = getVisitor(ctx).account.id
    const known = { prefix: tokens.prefix, now: clock(), isMintingOff: false, visitorId, hrefOf: adminHrefOf }
    const view = viewTokens({ ...found, filter, owner, modules, isFirst: before === '', ...known })
    render(ctx, 'admin/tokens', { ...view, notice: readDone(ctx) })
  },
})

async function findOwner(
  { accounts, organizations }: PageDeps,
  { account: accountId, organization: organizationId }: ReturnType<typeof readFilter>,
): Promise<Owner | undefined> {
  const account = accountId === undefined ? undefined : await accounts.find(accountId)
  if (account !== undefined) {
    return { parameter: 'account', id: account.id, name: account.name, href: accountHref(account.id) }
  }
  const organization = organizationId === undefined ? undefined : await organizations.find(organizationId)
  if (organization === undefined) return undefined
  const { id, name, slug } = organization
  return { parameter: 'organization', id, name, href: `/admin/organizations/${slug}` }
}

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
