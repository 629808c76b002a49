import type { Client } from 'pg'

/** So many that reading them all is no small matter to the planner, and past what is counted exactly. */
const TOKENS = 12_000

/** Tokens of one account and one organization and of many, with what and who belongs to them; statistics too. */
export async function fillTables(client: Client, big: { accountId: string; organizationId: string }) {
  const { accountId, organizationId } = big
  await client.query(
    `insert into account (id, kind, email, name, role, password_changed_at, created_at)
     select gen_random_uuid(), 'person', 'many' || n || '@example.com', 'Many ' || n, 'member', now(), now()
       from generate_series(1, 15000) n`,
  )
  await client.query(
    `insert into organization_membership (organization_id, account_id, role, created_at)
     select $1, id, 'member', now() from account where email like 'many%5@example.com' or email like 'many%7@example.com'
         or email like 'many%9@example.com'`,
    [organizationId],
  )
  await client.query(
    `insert into workspace_membership (workspace_id, organization_id, account_id, role, created_at)
     select w.id, w.organization_id, m.account_id, 'member', now()
       from workspace w join organization_membership m on m.organization_id = w.organization_id
       join account a on a.id = m.account_id and a.email like 'many%' where w.organization_id = $1`,
    [organizationId],
  )
  await client.query(
    `insert into organization (id, slug, name, created_at)
     select gen_random_uuid(), 'many-' || n, 'Many ' || n, now() from generate_series(1, 2500) n`,
  )
  await client.query(
    `insert into workspace (id, organization_id, slug, name, created_at)
     select gen_random_uuid(), $1, 'many-' || n, 'Many ' || n, now() from generate_series(1, 1200) n`,
    [organizationId],
  )
  await client.query(
    `insert into account (id, kind, email, name, role, organization_id, password_changed_at, created_at)
     select gen_random_uuid(), 'service', 'robot' || n || '@acme.service.internal', 'Robot ' || n, 'member', $1, now(), now()
       from generate_series(1, 1200) n`,
    [organizationId],
  )
  await client.query(
    `insert into personal_access_token (id, secret_hash, hint, name, description, kind, account_id, organization_id, made_by, scopes,
            networks, created_at, expires_at, last_used_at, retires_on_first_use, expiring_told_at, expired_told_at)
     select ('00000000-0000-7000-8000-' || lpad(g.n::text, 12, '0'))::uuid, sha256(int4send(g.n)), lpad(g.n::text, 4, '0'), 'ci deploy ' || g.n, repeat('x', 500),
            case when g.n % 20 = 1 then 'organization' else 'personal' end,
            case when g.n % 20 < 2 then $1::uuid else a.id end, case when g.n % 20 = 1 then $2::uuid end, 'operator',
            array['tracker:read'], '{}', now() - interval '60 days', e.at, case when g.n % 2 = 0 then now() end, false,
            case when e.at < now() then now() end, case when e.at < now() then now() end
       from generate_series(1, ${TOKENS}) g (n)
       join (select id, row_number() over (order by id) as n from account where email like 'many%') a on a.n = g.n % 15000 + 1,
            lateral (select now() + make_interval(days => case when g.n % 40 < 4 then 5 + g.n % 100 else -g.n % 60 end) as at) e`,
    [accountId, organizationId],
  )
  await client.query(
    `insert into audit_event (id, at, name, actor_kind, actor_id, account_id, token_id, organization_id, address, data)
     select gen_random_uuid(), created_at + make_interval(secs => row_number() over ()), 'token.minted', 'account', account_id::text,
            account_id, id, organization_id, '203.0.113.7', '{}'
       from personal_access_token`,
  )
  await client.query(
    `insert into token_usage (token_id, day, client_id, address, count, last_at)
     select id, current_date, 'api', '203.0.113.7', 1, now() from personal_access_token`,
  )
  await client.query(
    `insert into session (id, secret_hash, account_id, created_at, last_seen_at, password_at, expires_at)
     select gen_random_uuid(), sha256(uuid_send(id)), id, now(), now(), now(), now() + interval '1 day'
       from account where email like 'many%'`,
  )
  await client.query(
    `insert into oauth_model (model, id_hash, payload, created_at, expires_at)
     select 'AccessToken', sha256(uuid_send(id)), '{}', now(), now() + interval '1 day' from account where email like 'many%'`,
  )
  await client.query('vacuum (analyze)')
}
