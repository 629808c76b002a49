import type { MigrationInterface, QueryRunner } from 'typeorm'

export class OrganizationsAndPolicy1763900000000 implements MigrationInterface {
  name = 'OrganizationsAndPolicy1763900000000'

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of up) await queryRunner.query(statement)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of down) await queryRunner.query(statement)
  }
}

const up = [
  `create table organization (
    id uuid not null,
    slug text not null,
    name text not null,
    created_at timestamptz not null,
    disabled_at timestamptz,
    constraint organization_pkey primary key (id),
    constraint organization_slug_key unique (slug)
  )`,
  `create table workspace (
    id uuid not null,
    organization_id uuid not null,
    slug text not null,
    name text not null,
    created_at timestamptz not null,
    disabled_at timestamptz,
    constraint workspace_pkey primary key (id),
    constraint workspace_slug_key unique (organization_id, slug),
    constraint workspace_of_organization_key unique (id, organization_id),
    constraint workspace_organization_fkey foreign key (organization_id) references organization (id)
  )`,
  `create table organization_membership (
    organization_id uuid not null,
    account_id uuid not null,
    role text not null,
    created_at timestamptz not null,
    constraint organization_membership_pkey primary key (organization_id, account_id),
    constraint organization_membership_role_known check (role in ('member', 'admin')),
    constraint organization_membership_organization_fkey foreign key (organization_id) references organization (id),
    constraint organization_membership_account_fkey foreign key (account_id) references account (id)
  )`,
  `create index organization_membership_account_idx on organization_membership (account_id)`,
  // Nobody is in a workspace without being in its organization: leaving that ends this, by the database itself.
  `create table workspace_membership (
    workspace_id uuid not null,
    organization_id uuid not null,
    account_id uuid not null,
    role text not null,
    created_at timestamptz not null,
    constraint workspace_membership_pkey primary key (workspace_id, account_id),
    constraint workspace_membership_role_known check (role in ('member', 'admin')),
    constraint workspace_membership_workspace_fkey foreign key (workspace_id, organization_id)
      references workspace (id, organization_id),
    constraint workspace_membership_member_fkey foreign key (organization_id, account_id)
      references organization_membership (organization_id, account_id) on delete cascade
  )`,
  `create index workspace_membership_member_idx on workspace_membership (organization_id, account_id)`,
  // A service account belongs to an organization, signs in nowhere, and is no administrator.
  `alter table account
    add column kind text not null default 'person',
    add column organization_id uuid,
    add constraint account_kind_known check (kind in ('person', 'service')),
    add constraint account_service_of_organization check ((kind = 'service') = (organization_id is not null)),
    add constraint account_service_signs_in_nowhere check (kind = 'person' or (password_hash is null and role = 'member')),
    add constraint account_organization_fkey foreign key (organization_id) references organization (id)`,
  `alter table account alter column kind drop default`,
  `create index account_organization_idx on account (organization_id)`,
  // One-time links with which a person chooses a password. Only the hash of the key is kept.
  `create table password_link (
    secret_hash bytea not null,
    account_id uuid not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    constraint password_link_pkey primary key (secret_hash),
    constraint password_link_account_fkey foreign key (account_id) references account (id) on delete cascade
  )`,
  `create index password_link_account_idx on password_link (account_id)`,
  // A policy is never edited: a new one takes its place, for what is minted at once, for what exists when it says so.
  `create table policy (
    id uuid not null,
    organization_id uuid,
    settings jsonb not null,
    made_by text not null,
    created_at timestamptz not null,
    enforced_from timestamptz not null,
    constraint policy_pkey primary key (id),
    constraint policy_organization_fkey foreign key (organization_id) references organization (id)
  )`,
  `create index policy_organization_idx on policy (organization_id, id)`,
  // While two secrets overlap, both are good.
  `alter table oauth_client
    add column previous_secret_hash bytea,
    add column previous_secret_ends_at timestamptz`,
  // A token of a workspace or an organization stays theirs; its account is who answers for it.
  `alter table personal_access_token
    drop constraint personal_access_token_kind_known,
    add column organization_id uuid,
    add column workspace_id uuid,
    add column made_by text,
    add column adopted_at timestamptz,
    add column networks text[] not null default '{}',
    add column resource_servers text[],
    add constraint personal_access_token_kind_known check (kind in ('personal', 'workspace', 'organization')),
    add constraint personal_access_token_place_of_kind check (
      (kind = 'organization') = (organization_id is not null and workspace_id is null)
      and (kind = 'workspace') = (organization_id is not null and workspace_id is not null)),
    add constraint personal_access_token_organization_fkey foreign key (organization_id) references organization (id),
    add constraint personal_access_token_workspace_fkey foreign key (workspace_id, organization_id)
      references workspace (id, organization_id)`,
  `update personal_access_token set made_by = 'account:' || account_id`,
  `alter table personal_access_token alter column made_by set not null, alter column networks drop default`,
  `create index personal_access_token_organization_idx on personal_access_token (organization_id)`,
  `create index personal_access_token_expires_idx on personal_access_token (expires_at)`,
  `create index personal_access_token_revoked_idx on personal_access_token (revoked_at)`,
  // How introspections ended, a row for each minute and result. Written in batches, kept for a week.
  `create table introspection_count (
    minute timestamptz not null,
    result text not null,
    count integer not null,
    constraint introspection_count_pkey primary key (minute, result)
  )`,
  `alter table audit_event add column organization_id uuid`,
  `create index audit_event_organization_idx on audit_event (organization_id, at)`,
  `create index audit_event_name_idx on audit_event (name, at)`,
]

const down = [
  `drop index audit_event_name_idx`,
  `drop index audit_event_organization_idx`,
  `alter table audit_event drop column organization_id`,
  `drop table introspection_count`,
  `drop index personal_access_token_revoked_idx`,
  `drop index personal_access_token_expires_idx`,
  `drop index personal_access_token_organization_idx`,
  `alter table personal_access_token
    drop constraint personal_access_token_workspace_fkey,
    drop constraint personal_access_token_organization_fkey,
    drop constraint personal_access_token_place_of_kind,
    drop constraint personal_access_token_kind_known,
    drop column resource_servers,
    drop column networks,
    drop column adopted_at,
    drop column made_by,
    drop column workspace_id,
    drop column organization_id,
    add constraint personal_access_token_kind_known check (kind in ('personal'))`,
  `alter table oauth_client drop column previous_secret_ends_at, drop column previous_secret_hash`,
  `drop table policy`,
  `drop table password_link`,
  `drop index account_organization_idx`,
  `alter table account
    drop constraint account_organization_fkey,
    drop constraint account_service_signs_in_nowhere,
    drop constraint account_service_of_organization,
    drop constraint account_kind_known,
    drop column organization_id,
    drop column kind`,
  `drop table workspace_membership`,
  `drop table organization_membership`,
  `drop table workspace`,
  `drop table organization`,
]
