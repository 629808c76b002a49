import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { examples } from '../examples.ts'
import { getOrganization } from '../find-organization.ts'
import type { Perform } from '../perform.ts'
import { workspaceJson } from '../views.ts'

type Options = { readonly organization: string; readonly name: string; readonly slug?: string }

export function addWorkspaceCreate(workspace: Command, perform: Perform): void {
  workspace
    .command('create')
    .description('Create a workspace in an organization.')
    .requiredOption('--organization <slug>', 'whose it is')
    .requiredOption('--name <name>', 'how people know it')
    .option(
      '--slug <slug>',
      'its name in commands, files and introspection answers (default: made of the name)',
    )
    .addHelpText('after', examples('workspace create --organization acme --name "Documentation" --slug docs'))
    .action(({ organization, ...given }: Options) =>
      perform(async ({ organizations }) => {
        const { id, slug } = await getOrganization(organizations, organization)
        const created = await organizations.createWorkspace(OPERATOR, { organizationId: id, ...given })
        return {
          json: { workspace: workspaceJson(created, slug) },
          text: `The workspace “${created.name}” (${slug}/${created.slug}) is created.`,
        }
      }),
    )
}
