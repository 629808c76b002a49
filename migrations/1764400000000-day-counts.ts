import type { MigrationInterface, QueryRunner } from 'typeorm'

export class DayCounts1764400000000 implements MigrationInterface {
  name = 'DayCounts1764400000000'

  async up(queryRunner: QueryRunner): Promise<void> {
    // How often something happened on a day that is over, so that nobody counts it again.
    await queryRunner.query(`create table audit_day_count (
      day date not null,
      name text not null,
      count integer not null,
      constraint audit_day_count_pkey primary key (day, name)
    )`)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table audit_day_count')
  }
}
