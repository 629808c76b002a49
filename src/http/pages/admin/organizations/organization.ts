import { countInWords } from '../../../../organizations/index.ts'
import { liveCountInWords } from '../../../../tokens/index.ts'
import { toMoment } from '../../moments.ts'
import { page, queryText } from '../../page.ts'
import { viewPageLinks } from '../../page-links.ts'
import { readMembers } from '../../read-members.ts'
import { accountHref } from '../accounts/account-view.ts'
import { listDifferences } from '../policy/settings-words.ts'
import { viewMembers } from './members-view.ts'
import { getOrganization, ORGANIZATION_PATH, organizationHref, PLACE_DONE } from './place.ts'

/** Who and what is in an organization. */
export const organizationPage = page({
  method: 'get',
  path: ORGANIZATION_PATH,
  for: 'console.see',
  async handle(deps, ctx, params) {
    const organization = await getOrganization(deps, params)
    const { id: organizationId, disabledAt } = organization
    const after = (parameter: string) => queryText(ctx, parameter)
    const [members, workspaces, services, tokens, limits, instance, newest] = await Promise.all([
      readMembers(deps, ctx, { organizationId }),
      deps.organizations.listWorkspacePage(organizationId, { after: after('workspaces') }),
      deps.organizations.listServiceAccountPage(organizationId, { after: after('services') }),
      deps.tokens.countLiveWith({ organizationId }),
      deps.policies.ofOrganization(organizationId),
      deps.policies.instance(),
      deps.policies.newest(),
    ])
    // What it asked once may be looser than the instance is by now: then the instance's holds.
    const inEffect = newest.for([organizationId])
    const now = deps.clock()
    const href = organizationHref(organization)
    const pagesOf = (parameter: string, label: string, next: string | undefined) =>
      viewPageLinks({ path: href, parameter, after: after(parameter), next, label })
    deps.render(ctx, 'admin/organization', {
      notice: PLACE_DONE[queryText(ctx, 'done')],
      href,
      name: organization.name,
      slug: organization.slug,
      id: organizationId,
      created: toMoment(organization.createdAt, now),
      disabled: disabledAt === null ? undefined : toMoment(disabledAt, now),
      tokens: liveCountInWords(tokens),
      tokensHref: `/admin/tokens?organization=${organizationId}`,
      auditHref: `/admin/audit?organization=${organizationId}`,
      list: viewMembers({ organization, workspace: undefined }, { members, now }),
      workspaces: workspaces.items.map((workspace) => ({
        href: `${href}/workspaces/${workspace.slug}`,
        name: workspace.name,
        slug: workspace.slug,
        members: countInWords(workspace.members),
        isDisabled: workspace.disabledAt !== null,
      })),
      workspacePages: pagesOf('workspaces', 'Pages of workspaces', workspaces.next),
      services: services.items.map((account) => ({
        href: accountHref(account.id),
        name: account.name,
        email: account.email,
        tokens: countInWords(account.activeTokens),
        isDisabled: account.disabledAt !== null,
      })),
      servicePages: pagesOf('services', 'Pages of service accounts', services.next),
      policy: listDifferences(instance, {
        ...inEffect,
        networks: limits.networks ?? instance.networks,
        ...(limits.scopes === undefined ? {} : { scopes: limits.scopes }),
      }),
    })
  },
})
