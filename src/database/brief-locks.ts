import type { MigrationInterface, QueryRunner } from 'typeorm'

type Migration = { readonly name: string; new (): MigrationInterface }

/**
 * What changes a table waits for all who use it, and everybody who comes later waits behind it: a single long reading would
 * hold up every introspection. So a migration gives up its wait after a moment, lets them pass, and is tried again by `migrate`.
 */
export const withBriefLocks = (Given: Migration) =>
  class extends Given {
    /** As which it is noted in the database. */
    override readonly name = Given.name

    override async up(runner: QueryRunner): Promise<void> {
      await limitWaits(runner)
      await super.up(runner)
    }

    override async down(runner: QueryRunner): Promise<void> {
      await limitWaits(runner)
      await super.down(runner)
    }
  }

const PATIENCE_MILLISECONDS = 500

/** Of the transaction, since a session may be shared. What runs outside of one builds indexes, and keeps nobody waiting. */
async function limitWaits(runner: QueryRunner): Promise<void> {
  if (runner.isTransactionActive) await runner.query(`set local lock_timeout = ${PATIENCE_MILLISECONDS}`)
}
