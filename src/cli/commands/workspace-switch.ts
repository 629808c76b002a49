import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { examples } from '../examples.ts'
import { getOrganization, getWorkspace } from '../find-organization.ts'
import type { Perform } from '../perform.ts'
import { workspaceJson } from '../views.ts'

const ABOUT = {
  disable: 'Disable a workspace: its tokens are inactive on the next call.',
  enable: 'Let a disabled workspace go on, and its tokens with it.',
}

const DONE = { disable: 'is disabled: its tokens are inactive.', enable: 'is enabled.' }

export function addWorkspaceSwitch(workspace: Command, perform: Perform, verb: 'disable' | 'enable'): void {
  workspace
    .command(verb)
    .description(ABOUT[verb])
    .argument('<slug>', 'as workspace list shows it')
    .requiredOption('--organization <slug>', 'whose it is')
    .addHelpText('after', examples(`workspace ${verb} docs --organization acme`))
    .action((slug: string, { organization: of }: { organization: string }) =>
      perform(async ({ organizations }) => {
        const organization = await getOrganization(organizations, of)
        const { id } = await getWorkspace(organizations, organization, slug)
        const switched = await organizations[`${verb}Workspace`](OPERATOR, id)
        return {
          json: { workspace: workspaceJson(switched, organization.slug) },
          text: `The workspace “${switched.name}” (${organization.slug}/${switched.slug}) ${DONE[verb]}`,
        }
      }),
    )
}
