import type { Command } from 'commander'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'

export function addExport(program: Command, perform: Perform): void {
  program
    .command('export')
    .description(
      'Print the catalogue, the organizations and the policy as a file for apply. Holds no secrets, accounts or tokens.',
    )
    // Without npm's own lines in the file.
    .addHelpText('after', examples('export > catalogue.yaml').replace('npm run', 'npm run -s'))
    .action(() =>
      perform(async ({ declarations }) => {
        const file = await declarations.export()
        return { json: { file }, text: file.trimEnd() }
      }),
    )
}
