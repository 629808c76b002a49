import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { examples } from '../examples.ts'
import { getOrganization } from '../find-organization.ts'
import type { Perform } from '../perform.ts'
import { organizationJson } from '../views.ts'

const ABOUT = {
  disable:
    'Disable an organization: its tokens, its workspaces’ and its service accounts’ are inactive on the next call.',
  enable: 'Let a disabled organization go on, and its tokens with it.',
}

const DONE = {
  disable: 'is disabled: its tokens, its workspaces’ and its service accounts’ are inactive.',
  enable: 'is enabled.',
}

export function addOrganizationSwitch(
  organization: Command,
  perform: Perform,
  verb: 'disable' | 'enable',
): void {
  organization
    .command(verb)
    .description(ABOUT[verb])
    .argument('<slug>', 'as organization list shows it')
    .addHelpText('after', examples(`organization ${verb} acme`))
    .action((slug: string) =>
      perform(async ({ organizations }) => {
        const { id } = await getOrganization(organizations, slug)
        const switched = await organizations[verb](OPERATOR, id)
        return {
          json: { organization: organizationJson(switched) },
          text: `The organization “${switched.name}” (${switched.slug}) ${DONE[verb]}`,
        }
      }),
    )
}
