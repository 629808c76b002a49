import { requirePermission } from '../../../permissions/index.ts'
import type { Context } from '../../context.ts'
import { PageNotFound } from '../../errors.ts'
import { getVisitor } from '../../guards.ts'
import { type PageDeps, page, queryText } from '../page.ts'
import { answerTokenForm, openTokenForm } from './generate-flow.ts'
import { ownTarget, serviceTarget, type TokenFormTarget } from './generate-target.ts'

export const generatePage = page({
  method: 'get',
  path: '/account/tokens/new',
  for: 'account',
  async handle(deps, ctx) {
    await openTokenForm(deps, ctx, await chooseTarget(deps, ctx))
  },
})

export const generateForm = page({
  method: 'post',
  path: '/account/tokens',
  for: 'account',
  async handle(deps, ctx) {
    await answerTokenForm(deps, ctx, await chooseTarget(deps, ctx))
  },
})

/** Oneself, or with `?for=` a service account of an organization that one administers. */
async function chooseTarget(deps: PageDeps, ctx: Context): Promise<TokenFormTarget> {
  const wanted = queryText(ctx, 'for')
  if (wanted === '') return ownTarget(ctx)
  const account = await deps.accounts.find(wanted)
  // A person's account, a stranger's service account and none at all get the same answer.
  if (account?.kind !== 'service' || account.organizationId === null) throw new PageNotFound()
  const organization = await deps.organizations.find(account.organizationId)
  const standings = await deps.organizations.findStandings(getVisitor(ctx).account, {
    organizationId: account.organizationId,
  })
  requirePermission('organization.see', standings)
  requirePermission('token.mint_for_service_account', standings)
  if (organization === undefined) throw new PageNotFound()
  return serviceTarget(account, organization, { isMember: standings.includes('organization_admin') })
}
