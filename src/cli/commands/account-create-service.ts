import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { examples } from '../examples.ts'
import { getOrganization } from '../find-organization.ts'
import type { Perform } from '../perform.ts'
import { paragraphs } from '../text.ts'
import { accountJson } from '../views.ts'

type Options = { readonly organization: string; readonly name: string; readonly slug?: string }

export function addAccountCreateService(account: Command, perform: Perform): void {
  account
    .command('create-service')
    .description('Create a service account of an organization: for CI jobs and agents. It signs in nowhere.')
    .requiredOption('--organization <slug>', 'whose it is')
    .requiredOption('--name <name>', 'how people know it')
    .option('--slug <slug>', 'what stands before the @ of its address (default: made of the name)')
    .addHelpText('after', examples('account create-service --organization acme --name "Deploy"'))
    .action(({ organization, name, slug }: Options) =>
      perform(async ({ organizations }) => {
        const { id, slug: of } = await getOrganization(organizations, organization)
        const created = await organizations.createServiceAccount(OPERATOR, { organizationId: id, name, slug })
        return {
          json: { account: accountJson(created), organization: of },
          text: paragraphs(
            `The service account ${created.email} of ${of} is created.`,
            `Give it a token with: npm run patmint -- token mint --account ${created.email} --name ci --scopes tracker:read`,
          ),
        }
      }),
    )
}
