import type { Command } from 'commander'
import { examples } from '../examples.ts'
import { getOrganization } from '../find-organization.ts'
import type { Perform } from '../perform.ts'
import { describePolicy } from '../policy-text.ts'

export function addPolicyShow(policy: Command, perform: Perform): void {
  policy
    .command('show')
    .description('Show what tokens may be: on the whole instance, or what an organization asks beyond that.')
    .option('--organization <slug>', 'what this organization asks beyond the instance’s')
    .addHelpText('after', examples('policy show', 'policy show --organization acme'))
    .action(({ organization }: { organization?: string }) =>
      perform(async ({ policies, organizations }) => {
        if (organization === undefined) {
          const settings = await policies.instance()
          return { json: { organization: null, policy: settings }, text: describePolicy(settings) }
        }
        const { id, slug } = await getOrganization(organizations, organization)
        const limits = await policies.ofOrganization(id)
        const isEmpty = Object.keys(limits).length === 0
        return {
          json: { organization: slug, policy: limits },
          text: isEmpty ? `${slug} asks nothing beyond the instance’s policy.` : describePolicy(limits),
        }
      }),
    )
}
