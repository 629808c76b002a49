import { getVisitor } from '../../guards.ts'
import { page } from '../page.ts'
import { organizationHref, placeHref } from './enter.ts'

export const organizationsPage = page({
  method: 'get',
  path: '/organizations',
  for: 'account',
  async handle({ organizations, render }, ctx) {
    const memberships = await organizations.membershipsOf(getVisitor(ctx).account.id)
    render(ctx, 'organizations/mine', {
      organizations: memberships.map(({ organization, role, workspaces }) => ({
        name: organization.name,
        href: organizationHref(organization),
        role: roleInWords(role),
        isDisabled: organization.disabledAt !== null,
        workspaces: workspaces.map(({ workspace, role: inWorkspace }) => ({
          name: workspace.name,
          href: placeHref({ organization, workspace }),
          role: roleInWords(inWorkspace),
          isDisabled: workspace.disabledAt !== null,
        })),
      })),
    })
  },
})

export const roleInWords = (role: 'member' | 'admin' | null): string =>
  role === 'admin' ? 'Administrator' : 'Member'
