import type { MigrationInterface, QueryRunner } from 'typeorm'

export class RateLimit1764200000000 implements MigrationInterface {
  name = 'RateLimit1764200000000'

  async up(queryRunner: QueryRunner): Promise<void> {
    // Where it is null, the token has the limit of all.
    await queryRunner.query('alter table personal_access_token add column rate_limit integer')
    // Counters of minutes. Unlogged: no request waits for a disk because it was counted.
    await queryRunner.query(`create unlogged table rate_limit (
      key text not null,
      points integer not null default 0,
      expire bigint,
      constraint rate_limit_pkey primary key (key)
    )`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table rate_limit')
    await queryRunner.query('alter table personal_access_token drop column rate_limit')
  }
}
