import type { Membership, MembershipRole, Workspace } from '../../../organizations/index.ts'
import { getVisitor } from '../../guards.ts'
import { type PageDeps, page } from '../page.ts'
import { organizationHref, placeHref } from './enter.ts'

export const organizationsPage = page({
  method: 'get',
  path: '/organizations',
  for: 'account',
  async handle(deps, ctx) {
    const memberships = await deps.organizations.membershipsOf(getVisitor(ctx).account.id)
    const organizations = await Promise.all(memberships.map((membership) => viewMembership(deps, membership)))
    deps.render(ctx, 'organizations/mine', { organizations })
  },
})

async function viewMembership(deps: PageDeps, membership: Membership) {
  const { organization, role } = membership
  const { workspaces, hasMore } = await listWorkspaces(deps, membership)
  return {
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
    moreHref: hasMore ? `${organizationHref(organization)}/workspaces` : undefined,
  }
}

type Held = { readonly workspace: Workspace; readonly role: MembershipRole }

/** Of each organization; its own page has all of them. */
const MOST_WORKSPACES = 20

/** An organization's administrators are administrators of all its workspaces. */
async function listWorkspaces(
  { organizations }: PageDeps,
  { organization, role, workspaces }: Membership,
): Promise<{ workspaces: readonly Held[]; hasMore: boolean }> {
  if (role !== 'admin')
    return { workspaces: workspaces.slice(0, MOST_WORKSPACES), hasMore: workspaces.length > MOST_WORKSPACES }
  const { items, next } = await organizations.listWorkspacePage(organization.id, { limit: MOST_WORKSPACES })
  return {
    workspaces: items.map((workspace) => ({ workspace, role: 'admin' })),
    hasMore: next !== undefined,
  }
}

export const roleInWords = (role: MembershipRole | null): string =>
  role === 'admin' ? 'Administrator' : 'Member'
