import { page, seeOther } from '../page.ts'
import { enterOrganization, organizationHref } from './enter.ts'
import { viewHead } from './head-view.ts'
import { viewPlaceTokens } from './place-tokens.ts'

/** All tokens of an organization, of its workspaces and of its service accounts. Members have no list of them. */
export const organizationPage = page({
  method: 'get',
  path: '/organizations/:slug',
  for: 'account',
  async handle(deps, ctx, { slug = '' }) {
    const entered = await enterOrganization(deps, ctx, slug)
    const { organization, may } = entered
    const path = organizationHref(organization)
    if (!may('organization.see_tokens')) return seeOther(ctx, `${path}/members`)
    const organizationId = organization.id
    const view = await viewPlaceTokens(deps, ctx, {
      entered,
      path,
      whose: `${organization.name}’s`,
      none: {
        title: 'No tokens yet',
        text: `A token of ${organization.name}, of one of its workspaces or service accounts stays when its maker leaves.`,
      },
      // In a disabled place nobody can generate, so nothing is offered.
      generateHref:
        organization.disabledAt === null && may('token.mint_organization')
          ? `/account/tokens/new?kind=organization:${organization.slug}`
          : undefined,
      read: (query, after) => deps.tokens.listOfPlace({ organizationId }, query, after),
    })
    deps.render(ctx, 'organizations/tokens', { ...view, head: viewHead(entered, 'tokens') })
  },
})
