import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { NothingToSet } from '../errors.ts'
import { examples } from '../examples.ts'
import { getOrganization, getWorkspace } from '../find-organization.ts'
import type { Perform } from '../perform.ts'
import { workspaceJson } from '../views.ts'

type Options = { readonly organization: string; readonly name?: string; readonly slug?: string }

export function addWorkspaceChange(workspace: Command, perform: Perform): void {
  workspace
    .command('change')
    .description('Give a workspace another name or slug.')
    .argument('<slug>', 'as workspace list shows it')
    .requiredOption('--organization <slug>', 'whose it is')
    .option('--name <name>', 'how people know it')
    .option('--slug <slug>', 'its name in commands, files and introspection answers')
    .addHelpText('after', examples('workspace change docs --organization acme --name "Documentation"'))
    .action((slug: string, { organization: of, ...given }: Options) =>
      perform(async ({ organizations }) => {
        if (given.name === undefined && given.slug === undefined) throw new NothingToSet('--name "Docs"')
        const organization = await getOrganization(organizations, of)
        const { id } = await getWorkspace(organizations, organization, slug)
        const changed = await organizations.changeWorkspace(OPERATOR, id, given)
        return {
          json: { workspace: workspaceJson(changed, organization.slug) },
          text: `The workspace is now “${changed.name}” (${organization.slug}/${changed.slug}).`,
        }
      }),
    )
}
