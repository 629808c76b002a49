import type { Command } from 'commander'
import type { Services } from '../../assemble.ts'
import type { Member, Workspace } from '../../organizations/index.ts'
import { examples } from '../examples.ts'
import { getOrganization } from '../find-organization.ts'
import type { Perform } from '../perform.ts'
import { day, facts, paragraphs, state, table } from '../text.ts'
import { accountJson, memberJson, organizationJson, workspaceJson } from '../views.ts'

export function addOrganizationShow(organization: Command, perform: Perform): void {
  organization
    .command('show')
    .description('Show an organization: its members, workspaces with theirs, and service accounts.')
    .argument('<slug>', 'as organization list shows it')
    .addHelpText('after', examples('organization show acme'))
    .action((slug: string) => perform(({ organizations }) => show(organizations, slug)))
}

type Found = { readonly workspace: Workspace; readonly members: readonly Member[] }

async function show(organizations: Services['organizations'], given: string) {
  const organization = await getOrganization(organizations, given)
  const { id: organizationId, slug } = organization
  const members = await organizations.listMembers({ organizationId })
  const serviceAccounts = await organizations.listServiceAccounts(organizationId)
  const found: Found[] = []
  for (const { members: _, ...workspace } of await organizations.listWorkspaces(organizationId)) {
    const place = { organizationId, workspaceId: workspace.id }
    found.push({ workspace, members: await organizations.listMembers(place) })
  }
  return {
    json: {
      organization: organizationJson(organization),
      members: members.map(memberJson),
      workspaces: found.map(({ workspace, members: theirs }) => ({
        ...workspaceJson(workspace, slug),
        members: theirs.map(memberJson),
      })),
      serviceAccounts: serviceAccounts.map((each) => ({
        ...accountJson(each),
        activeTokens: each.activeTokens,
      })),
    },
    text: paragraphs(
      facts([
        ['Organization', `${organization.name} (${slug})`],
        ['Created', day(organization.createdAt)],
        ['State', state(organization.disabledAt)],
      ]),
      `Members\n${memberTable(members)}`,
      ...found.map(
        ({ workspace, members: theirs }) =>
          `Workspace ${workspace.name} (${workspace.slug}), ${state(workspace.disabledAt)}\n${memberTable(theirs)}`,
      ),
      `Service accounts\n${table(
        ['ADDRESS', 'NAME', 'TOKENS', 'STATE'],
        serviceAccounts.map(({ email, name, activeTokens, disabledAt }) => [
          email,
          name,
          String(activeTokens),
          state(disabledAt),
        ]),
        'There are none.',
      )}`,
    ),
  }
}

const memberTable = (members: readonly Member[]): string =>
  table(
    ['E-MAIL', 'NAME', 'ROLE', 'SINCE', 'STATE'],
    members.map(({ email, name, role, since, disabledAt }) => [
      email,
      name,
      role,
      day(since),
      state(disabledAt),
    ]),
    'There are none.',
  )
