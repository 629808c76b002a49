import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { NothingToSet } from '../errors.ts'
import { examples } from '../examples.ts'
import { getOrganization } from '../find-organization.ts'
import type { Perform } from '../perform.ts'
import { organizationJson } from '../views.ts'

export function addOrganizationChange(organization: Command, perform: Perform): void {
  organization
    .command('change')
    .description('Give an organization another name or slug. The addresses of its service accounts follow.')
    .argument('<slug>', 'as organization list shows it')
    .option('--name <name>', 'how people know it')
    .option('--slug <slug>', 'its name in commands, files and introspection answers')
    .addHelpText('after', examples('organization change acme --name "Acme Limited"'))
    .action((slug: string, given: { name?: string; slug?: string }) =>
      perform(async ({ organizations }) => {
        if (given.name === undefined && given.slug === undefined) throw new NothingToSet('--name "Acme"')
        const { id } = await getOrganization(organizations, slug)
        const changed = await organizations.change(OPERATOR, id, given)
        return {
          json: { organization: organizationJson(changed) },
          text: `The organization is now “${changed.name}” (${changed.slug}).`,
        }
      }),
    )
}
