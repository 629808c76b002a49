import type { MigrationInterface, QueryRunner } from 'typeorm'

/** What minting and use cost the table of tokens. Outside a transaction: its indexes are built beside what is going on. */
export class CheaperWrites1764600000000 implements MigrationInterface {
  name = 'CheaperWrites1764600000000'
  transaction = false

  async up(queryRunner: QueryRunner): Promise<void> {
    // Room for a row that is changed on its own page, and then in none of the indexes. It holds for pages that are yet to be filled.
    await queryRunner.query('alter table personal_access_token set (fillfactor = 90)')
    // Most tokens come from no form and replace none: they need not be in these.
    for (const column of SELDOM) {
      const { name, next } = await buildNext(queryRunner, column, `where ${column} is not null`)
      await queryRunner.query(`alter index ${next} rename to ${name}`)
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const column of SELDOM) {
      const { name, next } = await buildNext(queryRunner, column)
      await queryRunner.query(
        `alter table personal_access_token add constraint ${name} unique using index ${next}`,
      )
    }
    await queryRunner.query('alter table personal_access_token reset (fillfactor)')
  }
}

const SELDOM = ['form_key_hash', 'rotated_from']

/**
 * The next index is there before the one before it is gone: there is never a moment in which a value could come twice. One that was
 * broken off is there, but not valid. TypeORM goes back in a transaction, and there writes wait while an index is built.
 */
async function buildNext(queryRunner: QueryRunner, column: string, which = '') {
  const aside = queryRunner.isTransactionActive ? '' : 'concurrently'
  const name = `personal_access_token_${column}_key`
  const next = `${name}_new`
  await queryRunner.query(`drop index ${aside} if exists ${next}`)
  await queryRunner.query(
    `create unique index ${aside} ${next} on personal_access_token (${column}) ${which}`,
  )
  await queryRunner.query(`alter table personal_access_token drop constraint if exists ${name}`)
  await queryRunner.query(`drop index ${aside} if exists ${name}`)
  return { name, next }
}
