import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'
import { paragraphs } from '../text.ts'
import { organizationJson } from '../views.ts'

export function addOrganizationCreate(organization: Command, perform: Perform): void {
  organization
    .command('create')
    .description('Create an organization.')
    .requiredOption('--name <name>', 'how people know it')
    .option(
      '--slug <slug>',
      'its name in commands, files and introspection answers (default: made of the name)',
    )
    .addHelpText('after', examples('organization create --name "Acme Corporation" --slug acme'))
    .action((given: { name: string; slug?: string }) =>
      perform(async ({ organizations }) => {
        const created = await organizations.create(OPERATOR, given)
        return {
          json: { organization: organizationJson(created) },
          text: paragraphs(
            `The organization “${created.name}” (${created.slug}) is created.`,
            `Add its first administrator with: npm run patmint -- organization add-member ${created.slug} ada@example.com --role admin`,
          ),
        }
      }),
    )
}
