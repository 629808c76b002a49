import type { Organizations } from '../../../../organizations/index.ts'
import { toMoment } from '../../moments.ts'
import { page } from '../../page.ts'
import { ORGANIZATIONS, organizationHref } from './place.ts'

export const organizationsPage = page({
  method: 'get',
  path: ORGANIZATIONS,
  for: 'console.see',
  async handle({ organizations, clock, render }, ctx) {
    const now = clock()
    const found = await organizations.list()
    render(ctx, 'admin/organizations', { organizations: found.map((one) => viewRow(one, now)) })
  },
})

type Listed = Awaited<ReturnType<Organizations['list']>>[number]

const viewRow = (organization: Listed, now: Date) => ({
  href: organizationHref(organization),
  name: organization.name,
  slug: organization.slug,
  members: organization.members,
  workspaces: organization.workspaces,
  serviceAccounts: organization.serviceAccounts,
  isDisabled: organization.disabledAt !== null,
  created: toMoment(organization.createdAt, now),
})
