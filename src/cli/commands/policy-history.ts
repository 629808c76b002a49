import type { Command } from 'commander'
import { examples } from '../examples.ts'
import { getOrganization } from '../find-organization.ts'
import type { Perform } from '../perform.ts'
import { minute, table } from '../text.ts'

const HEADINGS = ['SAVED', 'HOLDS FOR EXISTING TOKENS FROM', 'BY', 'SETTINGS']

export function addPolicyHistory(policy: Command, perform: Perform): void {
  policy
    .command('history')
    .description('List the policies that there have been, newest first.')
    .option('--organization <slug>', 'this organization’s')
    .addHelpText('after', examples('policy history'))
    .action(({ organization }: { organization?: string }) =>
      perform(async ({ policies, organizations }) => {
        const found =
          organization === undefined ? undefined : await getOrganization(organizations, organization)
        const versions = await policies.history(found?.id ?? null)
        const rows = versions.map(({ createdAt, enforcedFrom, madeBy, settings }) => [
          minute(createdAt),
          minute(enforcedFrom),
          madeBy,
          JSON.stringify(settings),
        ])
        return {
          json: {
            organization: found?.slug ?? null,
            versions: versions.map(({ id, createdAt, enforcedFrom, madeBy, settings }) => ({
              id,
              createdAt,
              enforcedFrom,
              madeBy,
              policy: settings,
            })),
          },
          text: table(HEADINGS, rows, 'No policy has been saved yet: the server’s options count.'),
        }
      }),
    )
}
