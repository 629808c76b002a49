import type { MigrationInterface, QueryRunner } from 'typeorm'

/** What decides about tokens beside the tokens themselves, and changes seldom. */
const TABLES = ['policy', 'module', 'resource_server_module', 'oauth_client']

export class ConfigurationChange1764500000000 implements MigrationInterface {
  name = 'ConfigurationChange1764500000000'

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`create table configuration_change (
      id bigserial,
      at timestamptz not null default now(),
      constraint configuration_change_pkey primary key (id)
    )`)
    // A row for each statement, whoever sends it. Rows are only added: two who change something at once never wait for each other.
    await queryRunner.query(`create function note_configuration_change() returns trigger language plpgsql as $$
      begin
        insert into configuration_change default values;
        return null;
      end $$`)
    for (const table of TABLES) {
      await queryRunner.query(`create trigger ${table}_noted after insert or update or delete or truncate on ${table}
        for each statement execute function note_configuration_change()`)
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of TABLES) await queryRunner.query(`drop trigger ${table}_noted on ${table}`)
    await queryRunner.query('drop function note_configuration_change()')
    await queryRunner.query('drop table configuration_change')
  }
}
