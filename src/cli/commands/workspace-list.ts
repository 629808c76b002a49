import type { Command } from 'commander'
import { examples } from '../examples.ts'
import { getOrganization } from '../find-organization.ts'
import type { Perform } from '../perform.ts'
import { state, table } from '../text.ts'
import { workspaceJson } from '../views.ts'

const NOTHING =
  'There are no workspaces. Make one with: npm run patmint -- workspace create --organization acme --name "Docs"'

export function addWorkspaceList(workspace: Command, perform: Perform): void {
  workspace
    .command('list')
    .description('List the workspaces of an organization, or of all of them.')
    .option('--organization <slug>', 'only this one’s')
    .addHelpText('after', examples('workspace list', 'workspace list --organization acme'))
    .action(({ organization }: { organization?: string }) =>
      perform(async ({ organizations }) => {
        const among =
          organization === undefined
            ? await organizations.list()
            : [await getOrganization(organizations, organization)]
        const found = []
        for (const { id, slug } of among) {
          for (const each of await organizations.listWorkspaces(id)) found.push({ of: slug, each })
        }
        const rows = found.map(({ of, each }) => [
          of,
          each.slug,
          each.name,
          String(each.members),
          state(each.disabledAt),
        ])
        return {
          json: {
            workspaces: found.map(({ of, each }) => ({ ...workspaceJson(each, of), members: each.members })),
          },
          text: table(['ORGANIZATION', 'SLUG', 'NAME', 'MEMBERS', 'STATE'], rows, NOTHING),
        }
      }),
    )
}
