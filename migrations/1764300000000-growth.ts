import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Indexes for many tokens. They are built beside what is going on (`concurrently`), so that nobody waits for them, and for
 * that outside a transaction: where it is broken off, it is run again from the start. TypeORM goes back in a transaction,
 * and there writes wait while an index is built; `migration:revert -t none` spares them that.
 */
export class Growth1764300000000 implements MigrationInterface {
  name = 'Growth1764300000000'
  transaction = false

  async up(queryRunner: QueryRunner): Promise<void> {
    await replace(queryRunner, { ...CHANGED, ...ADDED }, Object.keys(DROPPED))
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await replace(queryRunner, { ...BEFORE, ...DROPPED }, Object.keys(ADDED))
  }
}

/** All are built before one is dropped: there is never a moment without one, and what drops them shuts the tables briefly. */
async function replace(
  queryRunner: QueryRunner,
  definitions: Readonly<Record<string, string>>,
  unwanted: readonly string[],
): Promise<void> {
  const aside = queryRunner.isTransactionActive ? '' : 'concurrently'
  for (const [name, definition] of Object.entries(definitions)) {
    // One that was broken off is there, but not valid.
    await queryRunner.query(`drop index ${aside} if exists ${name}_new`)
    await queryRunner.query(`create index ${aside} ${name}_new on ${definition}`)
  }
  for (const name of [...Object.keys(definitions), ...unwanted])
    await queryRunner.query(`drop index ${aside} if exists ${name}`)
  for (const name of Object.keys(definitions))
    await queryRunner.query(`alter index ${name}_new rename to ${name}`)
}

const CHANGED = {
  // An account's and a place's tokens are read in pages, the newest first.
  personal_access_token_account_idx: 'personal_access_token (account_id, id)',
  personal_access_token_organization_idx:
    'personal_access_token (organization_id, id) where organization_id is not null',
  // What lives, in the order of its end; what never ends comes last, and read backwards the oldest of it first.
  personal_access_token_expired_untold_idx:
    "personal_access_token (coalesce(expires_at, 'infinity'), id desc) where expired_told_at is null and revoked_at is null",
  // Most events are of no organization: they are not in it.
  audit_event_organization_idx: 'audit_event (organization_id, at) where organization_id is not null',
  account_organization_idx: 'account (organization_id, email) where organization_id is not null',
}

const BEFORE = {
  personal_access_token_account_idx: 'personal_access_token (account_id, created_at)',
  personal_access_token_organization_idx: 'personal_access_token (organization_id)',
  personal_access_token_expired_untold_idx:
    'personal_access_token (expires_at) where expired_told_at is null and revoked_at is null',
  audit_event_organization_idx: 'audit_event (organization_id, at)',
  account_organization_idx: 'account (organization_id)',
}

const ADDED = {
  // How many live tokens an account has is asked at each minting; its dead ones are not in it.
  personal_access_token_unrevoked_idx:
    'personal_access_token (account_id, expires_at) where revoked_at is null',
  personal_access_token_workspace_idx:
    'personal_access_token (workspace_id, id) where workspace_id is not null',
  // What administrators look for among all tokens.
  personal_access_token_hint_idx: 'personal_access_token (hint, id)',
  personal_access_token_name_idx: 'personal_access_token (lower(name) text_pattern_ops)',
  personal_access_token_scopes_idx: 'personal_access_token using gin (scopes)',
  personal_access_token_resource_servers_idx:
    'personal_access_token using gin (resource_servers) where resource_servers is not null',
  account_email_idx: 'account (email text_pattern_ops)',
  // Whether there is an administrator, and another one.
  account_admin_idx: "account (id) where role = 'admin'",
  account_name_idx: 'account (lower(name) text_pattern_ops)',
  // People are known by their last names.
  account_last_name_idx: "account (lower(substring(name from '[^ ]+$')) text_pattern_ops)",
  audit_event_client_idx: 'audit_event (client_id, at) where client_id is not null',
}

/** Nothing was ever looked for in them. */
const DROPPED = {
  personal_access_token_expires_idx: 'personal_access_token (expires_at)',
  personal_access_token_revoked_idx: 'personal_access_token (revoked_at)',
}
