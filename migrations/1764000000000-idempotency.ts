import type { MigrationInterface, QueryRunner } from 'typeorm'

export class Idempotency1764000000000 implements MigrationInterface {
  name = 'Idempotency1764000000000'

  async up(queryRunner: QueryRunner): Promise<void> {
    // Answers of the API that are given again to whoever repeats a request, sealed with the caller's own secret.
    await queryRunner.query(`create table idempotency_key (
      token_id uuid not null,
      key_hash bytea not null,
      request_hash bytea not null,
      created_at timestamptz not null,
      answer text,
      constraint idempotency_key_pkey primary key (token_id, key_hash),
      constraint idempotency_key_token_fkey foreign key (token_id) references personal_access_token (id) on delete cascade
    )`)
    await queryRunner.query('create index idempotency_key_created_idx on idempotency_key (created_at)')
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table idempotency_key')
  }
}
