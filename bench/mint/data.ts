import type { Client } from 'pg'
import type { Services } from '../../src/assemble.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { furnish, insertAccounts } from '../lib/instance.ts'

/** So many that no token comes near its rate limit. */
export const ACCOUNTS = 10_000

/** Accounts with one of these tokens each, which may generate others. */
export async function fillAccounts(
  services: Services,
  client: Client,
  secrets: readonly string[],
): Promise<void> {
  await furnish(services)
  for (const statement of insertAccounts(ACCOUNTS)) await client.query(statement)
  await client.query(INSERT_TOKENS, [secrets])
  await client.query('vacuum analyze')
}

const INSERT_TOKENS = `
  insert into personal_access_token
         (id, secret_hash, hint, name, description, kind, account_id, made_by, scopes, networks, created_at, expires_at,
          retires_on_first_use)
  select gen_random_uuid(), sha256(secret::bytea), right(secret, 4), 'the one that makes others', '', 'personal', a.id,
         'account:' || a.id, array['patmint:write', 'tracker:read', 'tracker:write'], '{}', now() - interval '1 day',
         now() + interval '90 days', false
    from unnest($1::text[]) with ordinality as s (secret, n)
    join (select id, row_number() over (order by id) as n from account) a on a.n = s.n`

/** A table of its own, with rows as wide as a token's and its two indexes that every row is in. */
export const CREATE_ROWS = `
  create table inserted_row (
    id uuid primary key, secret_hash bytea not null unique, hint text not null, name text not null, description text not null,
    kind text not null, account_id uuid not null, made_by text not null, scopes text[] not null, networks text[] not null,
    created_at timestamptz not null, expires_at timestamptz, retires_on_first_use boolean not null)`

/** A program that is told of every token, but is not there. */
export async function tellOfTokens({ webhooks }: Services): Promise<void> {
  await webhooks.register(OPERATOR, { url: 'https://hooks.example.com/patmint', events: ['token.minted'] })
}
