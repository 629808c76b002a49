import type { Command } from 'commander'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'
import { state, table } from '../text.ts'
import { organizationJson } from '../views.ts'

const NOTHING =
  'There are no organizations. Make one with: npm run patmint -- organization create --name "Acme"'

export function addOrganizationList(organization: Command, perform: Perform): void {
  organization
    .command('list')
    .description('List every organization.')
    .addHelpText('after', examples('organization list'))
    .action(() =>
      perform(async ({ organizations }) => {
        const all = await organizations.list()
        const rows = all.map(({ slug, name, members, workspaces, serviceAccounts, disabledAt }) => [
          slug,
          name,
          String(members),
          String(workspaces),
          String(serviceAccounts),
          state(disabledAt),
        ])
        return {
          json: {
            organizations: all.map((each) => ({
              ...organizationJson(each),
              members: each.members,
              workspaces: each.workspaces,
              serviceAccounts: each.serviceAccounts,
            })),
          },
          text: table(['SLUG', 'NAME', 'MEMBERS', 'WORKSPACES', 'SERVICE ACCOUNTS', 'STATE'], rows, NOTHING),
        }
      }),
    )
}
