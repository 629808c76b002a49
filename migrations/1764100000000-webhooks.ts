import type { MigrationInterface, QueryRunner } from 'typeorm'

export class Webhooks1764100000000 implements MigrationInterface {
  name = 'Webhooks1764100000000'

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of up) await queryRunner.query(statement)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of down) await queryRunner.query(statement)
  }
}

const up = [
  // The secrets are sealed: they are needed for signing, so that a hash would not do.
  `create table webhook_endpoint (
    id uuid not null,
    url text not null,
    description text not null,
    events text[] not null,
    secret text not null,
    previous_secret text,
    previous_secret_ends_at timestamptz,
    created_at timestamptz not null,
    disabled_at timestamptz,
    disabled_reason text,
    constraint webhook_endpoint_pkey primary key (id)
  )`,
  // What was sent to whom, and what came of it. Kept for 30 days.
  `create table webhook_delivery (
    id uuid not null,
    endpoint_id uuid not null,
    message_id text not null,
    type text not null,
    payload text not null,
    created_at timestamptz not null,
    state text not null,
    attempts integer not null,
    retries_left integer not null,
    last_tried_at timestamptz,
    next_try_at timestamptz,
    duration_ms integer,
    last_status integer,
    last_error text,
    answer text,
    constraint webhook_delivery_pkey primary key (id),
    constraint webhook_delivery_state_known check (state in ('pending', 'delivered', 'failed')),
    constraint webhook_delivery_endpoint_fkey foreign key (endpoint_id) references webhook_endpoint (id) on delete cascade
  )`,
  `create index webhook_delivery_endpoint_idx on webhook_delivery (endpoint_id, id)`,
  `create index webhook_delivery_created_idx on webhook_delivery (created_at)`,
  // A token's end is told once beforehand, and once when it has come. What has ended already is no news.
  `alter table personal_access_token
    add column expiring_told_at timestamptz,
    add column expired_told_at timestamptz`,
  `update personal_access_token set expiring_told_at = now(), expired_told_at = now() where expires_at <= now()`,
  // Small whatever the number of tokens: what was told, and what was revoked, is no longer in them.
  `create index personal_access_token_expiring_untold_idx on personal_access_token (expires_at)
    where expiring_told_at is null and revoked_at is null`,
  `create index personal_access_token_expired_untold_idx on personal_access_token (expires_at)
    where expired_told_at is null and revoked_at is null`,
]

const down = [
  `drop index personal_access_token_expired_untold_idx`,
  `drop index personal_access_token_expiring_untold_idx`,
  `alter table personal_access_token drop column expired_told_at, drop column expiring_told_at`,
  `drop table webhook_delivery`,
  `drop table webhook_endpoint`,
]
