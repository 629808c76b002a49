import { countInWords, type Organizations } from '../../../../organizations/index.ts'
import { toMoment } from '../../moments.ts'
import { page, queryText } from '../../page.ts'
import { viewPageLinks } from '../../page-links.ts'
import { ORGANIZATIONS, organizationHref } from './place.ts'

export const organizationsPage = page({
  method: 'get',
  path: ORGANIZATIONS,
  for: 'console.see',
  async handle({ organizations, clock, render }, ctx) {
    const now = clock()
    const search = queryText(ctx, 'search').slice(0, 100)
    const after = queryText(ctx, 'after')
    const { items, next } = await organizations.search({ text: search, after })
    render(ctx, 'admin/organizations', {
      search,
      organizations: items.map((one) => viewRow(one, now)),
      pages: viewPageLinks({ path: ORGANIZATIONS, parameter: 'after', after, next, query: { search } }),
    })
  },
})

type Listed = Awaited<ReturnType<Organizations['search']>>['items'][number]

const viewRow = (organization: Listed, now: Date) => ({
  href: organizationHref(organization),
  name: organization.name,
  slug: organization.slug,
  members: countInWords(organization.members),
  workspaces: countInWords(organization.workspaces),
  serviceAccounts: countInWords(organization.serviceAccounts),
  isDisabled: organization.disabledAt !== null,
  created: toMoment(organization.createdAt, now),
})
