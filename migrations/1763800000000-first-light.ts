import type { MigrationInterface, QueryRunner } from 'typeorm'

export class FirstLight1763800000000 implements MigrationInterface {
  name = 'FirstLight1763800000000'

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of up) await queryRunner.query(statement)
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of down) await queryRunner.query(statement)
  }
}

const up = [
  // People and service accounts. E-mail addresses are kept in lower case: one address, one account.
  `create table account (
    id uuid not null,
    email text not null,
    name text not null,
    role text not null,
    password_hash text,
    password_changed_at timestamptz not null,
    created_at timestamptz not null,
    disabled_at timestamptz,
    constraint account_pkey primary key (id),
    constraint account_email_key unique (email),
    constraint account_email_lower check (email = lower(email)),
    constraint account_role_known check (role in ('member', 'admin'))
  )`,
  `create table setup_link (
    secret_hash bytea not null,
    expires_at timestamptz not null,
    constraint setup_link_pkey primary key (secret_hash)
  )`,
  `create table session (
    id uuid not null,
    secret_hash bytea not null,
    account_id uuid not null,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    password_at timestamptz not null,
    expires_at timestamptz not null,
    address text,
    user_agent text,
    constraint session_pkey primary key (id),
    constraint session_secret_hash_key unique (secret_hash),
    constraint session_account_fkey foreign key (account_id) references account (id) on delete cascade
  )`,
  `create index session_account_idx on session (account_id)`,
  `create index session_expires_idx on session (expires_at)`,
  `create table module (
    name text not null,
    title text not null,
    description text not null,
    actions text[] not null,
    created_at timestamptz not null,
    constraint module_pkey primary key (name)
  )`,
  // Resource servers are clients with an audience and the modules that they serve.
  `create table oauth_client (
    id text not null,
    kind text not null,
    name text not null,
    auth_method text not null,
    secret_hash bytea,
    first_party boolean not null,
    redirect_uris text[] not null,
    grant_types text[] not null,
    audience text,
    created_at timestamptz not null,
    disabled_at timestamptz,
    constraint oauth_client_pkey primary key (id),
    constraint oauth_client_audience_key unique (audience),
    constraint oauth_client_kind_known check (kind in ('internal', 'resource_server', 'application')),
    constraint oauth_client_audience_of_server check ((audience is not null) = (kind = 'resource_server')),
    constraint oauth_client_auth_method_known check (auth_method in ('client_secret_basic', 'none'))
  )`,
  `create table resource_server_module (
    client_id text not null,
    module_name text not null,
    constraint resource_server_module_pkey primary key (client_id, module_name),
    constraint resource_server_module_client_fkey foreign key (client_id) references oauth_client (id) on delete cascade,
    constraint resource_server_module_module_fkey foreign key (module_name) references module (name) on delete cascade
  )`,
  `create index resource_server_module_module_idx on resource_server_module (module_name)`,
  // Rows stay when a token is revoked or expires: they are the record of what was. Never the secret, only its SHA-256.
  `create table personal_access_token (
    id uuid not null,
    secret_hash bytea not null,
    hint text not null,
    name text not null,
    description text not null,
    kind text not null,
    account_id uuid not null,
    scopes text[] not null,
    created_at timestamptz not null,
    expires_at timestamptz,
    form_key_hash bytea,
    secret_shown_at timestamptz,
    last_used_at timestamptz,
    last_used_address text,
    last_used_by text,
    first_used_at timestamptz,
    revoked_at timestamptz,
    revoked_by text,
    revoke_reason text,
    rotated_from uuid,
    retires_at timestamptz,
    retires_on_first_use boolean not null,
    constraint personal_access_token_pkey primary key (id),
    constraint personal_access_token_secret_hash_key unique (secret_hash),
    constraint personal_access_token_form_key_hash_key unique (form_key_hash),
    constraint personal_access_token_rotated_from_key unique (rotated_from),
    constraint personal_access_token_kind_known check (kind in ('personal')),
    constraint personal_access_token_account_fkey foreign key (account_id) references account (id),
    constraint personal_access_token_rotated_from_fkey foreign key (rotated_from) references personal_access_token (id)
  )`,
  `create index personal_access_token_account_idx on personal_access_token (account_id, created_at)`,
  // How often a token was used, a row for each day, resource server and address. Written in batches.
  `create table token_usage (
    token_id uuid not null,
    day date not null,
    client_id text not null,
    address text not null,
    count integer not null,
    last_at timestamptz not null,
    constraint token_usage_pkey primary key (token_id, day, client_id, address),
    constraint token_usage_token_fkey foreign key (token_id) references personal_access_token (id) on delete cascade
  )`,
  // Everything else that oidc-provider keeps. Ids are hashed; payloads hold no presented value.
  `create table oauth_model (
    model text not null,
    id_hash bytea not null,
    payload jsonb not null,
    grant_id text,
    uid text,
    user_code_hash bytea,
    created_at timestamptz not null,
    expires_at timestamptz,
    consumed_at timestamptz,
    constraint oauth_model_pkey primary key (model, id_hash)
  )`,
  `create index oauth_model_grant_idx on oauth_model (grant_id)`,
  `create index oauth_model_uid_idx on oauth_model (model, uid)`,
  `create index oauth_model_user_code_idx on oauth_model (model, user_code_hash)`,
  `create index oauth_model_expires_idx on oauth_model (expires_at)`,
  `create table signing_key (
    kid text not null,
    alg text not null,
    sealed text not null,
    created_at timestamptz not null,
    retired_at timestamptz,
    constraint signing_key_pkey primary key (kid)
  )`,
  // Counters of failed sign-ins, shared by all nodes and kept over restarts; the shape is rate-limiter-flexible's.
  `create table sign_in_throttle (
    key text not null,
    points integer not null default 0,
    expire bigint,
    constraint sign_in_throttle_pkey primary key (key)
  )`,
  `create table audit_event (
    id uuid not null,
    at timestamptz not null,
    name text not null,
    actor_kind text not null,
    actor_id text,
    account_id uuid,
    token_id uuid,
    client_id text,
    address text,
    request_id text,
    data jsonb not null,
    constraint audit_event_pkey primary key (id)
  )`,
  `create index audit_event_token_idx on audit_event (token_id, at)`,
  `create index audit_event_account_idx on audit_event (account_id, at)`,
  `create index audit_event_at_idx on audit_event (at)`,
  // What happened, happened: nobody edits the record, not even by mistake.
  `create function audit_event_is_append_only() returns trigger language plpgsql as $$
   begin
     raise exception 'audit_event is append-only' using errcode = 'insufficient_privilege';
   end $$`,
  `create trigger audit_event_append_only before update or delete or truncate on audit_event
   for each statement execute function audit_event_is_append_only()`,
]

const down = [
  'drop table audit_event',
  'drop function audit_event_is_append_only()',
  'drop table sign_in_throttle',
  'drop table signing_key',
  'drop table oauth_model',
  'drop table token_usage',
  'drop table personal_access_token',
  'drop table resource_server_module',
  'drop table oauth_client',
  'drop table module',
  'drop table session',
  'drop table setup_link',
  'drop table account',
]
