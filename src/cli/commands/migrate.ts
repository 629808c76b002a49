import type { Command } from 'commander'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'

export function addMigrate(program: Command, perform: Perform): void {
  program
    .command('migrate')
    .description(
      'Bring the database up to date and make sure that the internal client is there. Every start does the same.',
    )
    .addHelpText('after', examples('migrate'))
    .action(() =>
      perform(async ({ prepared: { migrations, internalClientCreated } }) => ({
        json: { migrations, internalClientCreated },
        text: [
          migrations.length === 0
            ? 'The database is up to date; no migration had to run.'
            : `The database is up to date. Ran: ${migrations.join(', ')}.`,
          `The internal client ${internalClientCreated ? 'is created' : 'was there already'}.`,
        ].join('\n'),
      })),
    )
}
