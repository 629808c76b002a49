import type { ListedAccount } from '../../../../accounts/index.ts'
import type { Context } from '../../../context.ts'
import { getVisitor } from '../../../guards.ts'
import { type PageDeps, page } from '../../page.ts'
import { answerTokenForm, openTokenForm } from '../../tokens/generate-flow.ts'
import type { TokenFormTarget } from '../../tokens/generate-target.ts'
import { accountHref } from './account-view.ts'
import { getListedAccount } from './find.ts'
import { whyNotIssuable } from './issuable.ts'

export const issuePage = page({
  method: 'get',
  path: '/admin/accounts/:id/tokens/new',
  for: 'token.issue',
  async handle(deps, ctx, { id = '' }) {
    const account = await getListedAccount(deps, id)
    if (!refuse(deps, ctx, account)) await openTokenForm(deps, ctx, issueTarget(deps, account))
  },
})

export const issueForm = page({
  method: 'post',
  path: '/admin/accounts/:id/tokens',
  for: 'token.issue',
  async handle(deps, ctx, { id = '' }) {
    const account = await getListedAccount(deps, id)
    if (!refuse(deps, ctx, account)) await answerTokenForm(deps, ctx, issueTarget(deps, account))
  },
})

/** Nothing is offered that `mint` would refuse. @returns whether the page has said why */
function refuse({ render }: PageDeps, ctx: Context, account: ListedAccount): boolean {
  const why = whyNotIssuable(account, getVisitor(ctx).account.id)
  if (why === undefined) return false
  const back = { href: accountHref(account.id), label: account.name }
  render(ctx, 'admin/not-issuable', { back, name: account.name, why }, { status: 403 })
  return true
}

const issueTarget = ({ mail }: PageDeps, account: ListedAccount): TokenFormTarget => ({
  account,
  view: 'admin/issue',
  heading: `Issue a token for ${account.name}`,
  lead: `It acts as ${account.email}. You see its secret once, on the next page, and hand it over. The account sees the token, and that it was you${mail.isOn && account.kind === 'person' ? ', and is told by mail' : ''}.`,
  submit: 'Issue token',
  withheld: `Not offered, because you or ${account.name} may not grant it:`,
  personal: `It acts as ${account.name}, and stops when that account does.`,
  action: `${accountHref(account.id)}/tokens`,
  back: { href: accountHref(account.id), label: account.name },
  hrefOf: (tokenId) => `/admin/tokens/${tokenId}`,
})
