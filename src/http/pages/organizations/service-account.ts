import type { Account } from '../../../accounts/index.ts'
import type { Context } from '../../context.ts'
import { PageNotFound } from '../../errors.ts'
import type { Notice } from '../form.ts'
import { type PageDeps, page, queryText, seeOther } from '../page.ts'
import { type Entered, enterOrganization, organizationHref } from './enter.ts'
import { viewHead } from './head-view.ts'
import { viewPlaceTokens } from './place-tokens.ts'

/** What a redirect to this page may ask it to say. */
const DONE: Readonly<Record<string, Notice>> = {
  created: { tone: 'good', text: 'The service account is there. Generate its first token.' },
  disabled: { tone: 'good', text: 'It is disabled. Its tokens have stopped working.' },
  enabled: { tone: 'good', text: 'It is enabled. Its tokens that have not ended work again.' },
}

export const serviceAccountPage = page({
  method: 'get',
  path: '/organizations/:slug/service-accounts/:id',
  for: 'account',
  async handle(deps, ctx, { slug = '', id = '' }) {
    const { entered, account, href } = await find(deps, ctx, slug, id)
    const view = await viewPlaceTokens(deps, ctx, {
      entered,
      path: href,
      whose: `${account.name}’s`,
      none: { title: 'No tokens yet', text: `Generate a token for what runs as ${account.name}.` },
      generateHref:
        account.disabledAt === null && entered.organization.disabledAt === null
          ? `/account/tokens/new?for=${account.id}`
          : undefined,
      read: (query, after) => deps.tokens.list(account.id, query, after),
    })
    deps.render(ctx, 'organizations/service-account', {
      ...view,
      head: viewHead(entered, 'service-accounts'),
      ...describe(account, href),
      back: `${organizationHref(entered.organization)}/service-accounts`,
      notice: DONE[queryText(ctx, 'done')],
    })
  },
})

/** Says what stops, and asks once. */
export const disableServiceAccountPage = page({
  method: 'get',
  path: '/organizations/:slug/service-accounts/:id/disable',
  for: 'account',
  async handle(deps, ctx, { slug = '', id = '' }) {
    const { account, href } = await find(deps, ctx, slug, id)
    const { tokens, next } = await deps.tokens.list(account.id, { filter: 'active', order: 'name' })
    deps.render(ctx, 'organizations/disable-service-account', {
      ...describe(account, href),
      tokens: tokens.map(({ name }) => name),
      hasMore: next !== undefined,
    })
  },
})

export const disableServiceAccountForm = page({
  method: 'post',
  path: '/organizations/:slug/service-accounts/:id/disable',
  for: 'account',
  async handle(deps, ctx, { slug = '', id = '' }) {
    const { account, href } = await find(deps, ctx, slug, id)
    await deps.accounts.disable(ctx.state.actor, account.id)
    seeOther(ctx, `${href}?done=disabled`)
  },
})

export const enableServiceAccountForm = page({
  method: 'post',
  path: '/organizations/:slug/service-accounts/:id/enable',
  for: 'account',
  async handle(deps, ctx, { slug = '', id = '' }) {
    const { account, href } = await find(deps, ctx, slug, id)
    await deps.accounts.enable(ctx.state.actor, account.id)
    seeOther(ctx, `${href}?done=enabled`)
  },
})

type Found = { readonly entered: Entered; readonly account: Account; readonly href: string }

/** Only a service account of this organization: a person, or another's, is not there (U13). @throws {PageNotFound} */
async function find(deps: PageDeps, ctx: Context, slug: string, id: string): Promise<Found> {
  const entered = await enterOrganization(deps, ctx, slug)
  entered.require('organization.manage_service_accounts')
  const account = await deps.accounts.find(id)
  if (account?.kind !== 'service' || account.organizationId !== entered.organization.id)
    throw new PageNotFound()
  return {
    entered,
    account,
    href: `${organizationHref(entered.organization)}/service-accounts/${account.id}`,
  }
}

const describe = ({ name, email, disabledAt }: Account, href: string) => ({
  name,
  email,
  href,
  isDisabled: disabledAt !== null,
})
