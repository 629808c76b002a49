import type { MigrationInterface, QueryRunner } from 'typeorm'

/** That a secret was stopped, apart from the time at which: clocks of nodes differ. */
export class Retired1764700000000 implements MigrationInterface {
  name = 'Retired1764700000000'

  async up(queryRunner: QueryRunner): Promise<void> {
    // No row is written: what was stopped before this is told by its time, which has come by every clock.
    await queryRunner.query(
      'alter table personal_access_token add column retired boolean not null default false',
    )
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table personal_access_token drop column retired')
  }
}
