/** An account has this many tokens in the mean, in three years, and few of them at a time. */
const TOKENS_AN_ACCOUNT = 20
/** One account, that of some machine, has more than any person: this many, or a tenth of all where all are few. */
const MOST_OF_ONE = 10_000
const ACCOUNTS_AN_ORGANIZATION = 100
const DAYS = 3 * 365

/** Of every number from one on the same pseudo-random share between 0 and 1, another one for each `seed`. */
const chance = (n: string, seed: number): string =>
  `((hashint8extended(${n}, ${seed}) & 1048575) / 1048576.0)`

/** A uuid v7 of a moment in the past: ids grow with time, as those that Patmint makes. */
const idOf = (moment: string): string => `uuidv7(${moment} - clock_timestamp())`

type Table = { readonly name: string; readonly statements: readonly string[] }

/**
 * Three years of a company that grows: tokens per day rise from nothing, people's lives are one to 365 days or, one in
 * ten, no end; one in six is revoked. An account in 50 is a service account, one in ten administers an organization and
 * has tokens of that and of its workspace; one account in ten is in the largest organization.
 */
export function listTables(tokens: number): Table[] {
  const accounts = Math.max(10, Math.round(tokens / TOKENS_AN_ACCOUNT))
  const organizations = Math.max(2, Math.round(accounts / ACCOUNTS_AN_ORGANIZATION))
  const ofOne = Math.min(MOST_OF_ONE, Math.round(tokens / 10))
  return [
    {
      name: 'accounts and organizations',
      statements: [...PLACES(organizations), ...ACCOUNTS(accounts, organizations)],
    },
    { name: 'tokens', statements: slicesOf(tokens, accounts, Math.max(1, Math.floor(tokens / ofOne))) },
    { name: 'audit events', statements: EVENTS },
    { name: 'usage', statements: [USAGE] },
    { name: 'sessions and what else expires', statements: EXPIRING },
  ]
}

const PLACES = (organizations: number): string[] => [
  `insert into organization (id, slug, name, created_at)
   select ${idOf("now() - interval '3 years'")}, 'organization-' || n, 'Organization ' || n, now() - interval '3 years'
     from generate_series(1, ${organizations}) n`,
  `insert into workspace (id, organization_id, slug, name, created_at)
   select ${idOf("now() - interval '3 years'")}, id, 'main', 'Main', created_at from organization`,
  `create temp table place as
   select row_number() over (order by o.id) as n, o.id, o.slug, w.id as workspace_id
     from organization o join workspace w on w.organization_id = o.id`,
]

const ACCOUNTS = (accounts: number, organizations: number): string[] => [
  `create temp table owner as
   select n, ${idOf('at')} as id, at as since,
          case when n % 10 = 0 then 1 else n % ${organizations} + 1 end as place,
          n % 50 = 7 as is_service, n % 50 <> 7 and n % 10 = 4 as is_admin
     from (select n, now() - make_interval(secs => ${DAYS} * 86400 * (1 - n::float8 / ${accounts})) as at
             from generate_series(1, ${accounts}) n) as moment`,
  `insert into account (id, kind, organization_id, email, name, role, password_hash, password_changed_at, created_at)
   select o.id, case when is_service then 'service' else 'person' end, case when is_service then p.id end,
          case when is_service then 'machine' || o.n || '@' || p.slug || '.service.internal'
               else lower(f.name) || '.' || l.name || o.n || '@example.com' end,
          case when is_service then 'Machine ' || o.n else f.name || ' ' || initcap(l.name) || ' ' || o.n end,
          'member', case when is_service then null else 'none' end, o.since, o.since
     from owner o join place p on p.n = o.place
     join unnest(array['Ada','Grace','Alan','Edsger','Barbara','Donald','Radia','Ken','Margaret','Dennis'])
          with ordinality as f (name, n) on f.n = o.n % 10 + 1
     join unnest(array['moore','lovelace','stone','river','hill','berg','wood','field','marsh'])
          with ordinality as l (name, n) on l.n = o.n % 9 + 1`,
  `insert into organization_membership (organization_id, account_id, role, created_at)
   select p.id, o.id, case when is_admin then 'admin' else 'member' end, o.since
     from owner o join place p on p.n = o.place where not is_service`,
  `insert into workspace_membership (workspace_id, organization_id, account_id, role, created_at)
   select p.workspace_id, p.id, o.id, 'admin', o.since from owner o join place p on p.n = o.place where is_admin`,
  'create unique index on owner (n)',
  'analyze owner',
]

const SLICE = 1_000_000

/** The oldest first, as time would have written them; some at a time, so that none has to be sorted on disk. */
const slicesOf = (tokens: number, accounts: number, everyOfOne: number): string[] =>
  Array.from({ length: Math.ceil(tokens / SLICE) }, (_, slice) =>
    TOKENS(
      { tokens, from: slice * SLICE + 1, to: Math.min(tokens, (slice + 1) * SLICE) },
      accounts,
      everyOfOne,
    ),
  )

type Slice = { readonly tokens: number; readonly from: number; readonly to: number }

const TOKENS = ({ tokens, from, to }: Slice, accounts: number, everyOfOne: number): string => `
  insert into personal_access_token
         (id, secret_hash, hint, name, description, kind, account_id, organization_id, workspace_id, made_by, scopes, networks,
          created_at, expires_at, secret_shown_at, last_used_at, last_used_address, last_used_by, first_used_at,
          revoked_at, revoked_by, revoke_reason, retires_on_first_use, expiring_told_at, expired_told_at)
  select ${idOf('at')}, sha256(int8send(t.n) || '\\x2a'::bytea),
         translate(substr(encode(sha256(int8send(t.n)), 'base64'), 1, 4), '+/', '09'),
         (array['ci deploy','backup','laptop','release','nightly build','terraform','dashboard','import','agent','metrics export'])
           [1 + (${chance('t.n', 1)} * 10)::int % 10] || case when t.n % 3 = 0 then '' else ' ' || t.n % 1000 end,
         '', kind, o.id, case when kind <> 'personal' then p.id end, case when kind = 'workspace' then p.workspace_id end,
         'account:' || o.id,
         (array['{tracker:read}','{tracker:read,tracker:write}','{documents:read}','{tracker:read,documents:read}',
                '{documents:write,tracker:read}'])[1 + (${chance('t.n', 2)} * 5)::int % 5]::text[],
         case when t.n % 20 = 0 then array['203.0.113.0/24'] else '{}' end,
         at, ends, at, used, case when used is not null then '203.0.113.' || t.n % 200 end,
         case when used is not null then (select id from oauth_client where kind = 'resource_server' limit 1) end, used,
         revoked, case when revoked is not null then 'account:' || o.id end,
         case when revoked is not null then 'Revoked by its owner' end,
         false, case when ends <= now() + interval '14 days' then ends - interval '14 days' end,
         case when ends <= now() then ends end
    from (select n, at, ends, case when ${chance('n', 3)} < 0.16 then at + (least(ends, now()) - at) * ${chance('n', 4)} end as revoked,
                 case when ${chance('n', 5)} < 0.8 then at + (least(ends, now()) - at) * ${chance('n', 6)} end as used,
                 case when n % ${everyOfOne} = 0 then 1 else 1 + (${chance('n', 7)} * ${accounts})::bigint % ${accounts} end as owner,
                 ${chance('n', 8)} as kind_of
            from (select n, at, case when ${chance('n', 9)} < 0.1 then null
                                     when ${chance('n', 9)} < 0.4 then at + interval '30 days'
                                     when ${chance('n', 9)} < 0.6 then at + interval '90 days'
                                     else at + interval '365 days' end as ends
                    from (select n, now() - make_interval(secs => ${DAYS} * 86400 * (1 - sqrt(n::float8 / ${tokens})) + 60) as at
                            from generate_series(${from}::bigint, ${to}) n) as numbered) as timed) as t
    join owner o on o.n = t.owner
    join place p on p.n = o.place,
         lateral (select case when not is_admin or kind_of < 0.3 then 'personal'
                              when kind_of < 0.8 then 'organization' else 'workspace' end as kind) as k
   order by t.n`

/** A token's minting, one sign-in for every two tokens, and revocations. */
const EVENTS = [
  eventsOf(
    'token.minted',
    't.created_at',
    "jsonb_build_object('name', t.name, 'scopes', t.scopes, 'kind', t.kind)",
    'true',
  ),
  eventsOf('sign_in.succeeded', "t.created_at - interval '1 minute'", "'{}'", 'hashtext(t.id::text) % 2 = 0'),
  eventsOf(
    'token.revoked',
    't.revoked_at',
    "jsonb_build_object('reason', t.revoke_reason)",
    't.revoked_at is not null',
  ),
]

function eventsOf(name: string, at: string, data: string, where: string): string {
  const isOfToken = name.startsWith('token.')
  return `
    insert into audit_event (id, at, name, actor_kind, actor_id, account_id, token_id, organization_id, address, request_id, data)
    select ${idOf(at)}, ${at}, '${name}', 'account', t.account_id::text, t.account_id, ${isOfToken ? 't.id, t.organization_id' : 'null, null'},
           '198.51.100.' || (hashint8(extract(epoch from ${at})::bigint) & 127), gen_random_uuid()::text, ${data}::jsonb
      from personal_access_token t where ${where}`
}

/** What was used lately was used on three days, from one address. */
const USAGE = `
  insert into token_usage (token_id, day, client_id, address, count, last_at)
  select t.id, (t.last_used_at - make_interval(days => d))::date, t.last_used_by, t.last_used_address, 40, t.last_used_at - make_interval(days => d)
    from personal_access_token t, generate_series(0, 2) d
   where t.last_used_at > now() - interval '90 days' and t.last_used_at - make_interval(days => d) >= t.created_at
`

/** One session for every second account, one in twenty of them over; what browsers and clients had begun at the engine. */
const EXPIRING = [
  `insert into session (id, secret_hash, account_id, created_at, last_seen_at, password_at, expires_at, address, user_agent)
   select ${idOf('now()')}, sha256(uuid_send(id)), id, now() - interval '3 days', now(), now() - interval '3 days',
          case when n % 20 = 1 then now() - interval '1 hour' else now() + interval '1 day' end, '198.51.100.7', 'Mozilla/5.0'
     from owner where n % 2 = 1 and not is_service`,
  `insert into oauth_model (model, id_hash, payload, grant_id, created_at, expires_at)
   select 'AccessToken', sha256(int8send(n)), jsonb_build_object('accountId', id, 'scope', 'openid', 'clientId', 'app'),
          'grant' || n, now() - interval '1 hour',
          case when n % 20 = 1 then now() - interval '1 minute' else now() + interval '1 hour' end
     from owner where not is_service`,
  `insert into introspection_count (minute, result, count)
   select m, r, 1000 from generate_series(date_trunc('minute', now()) - interval '7 days', now(), interval '1 minute') m,
          unnest(array['active', 'expired', 'revoked', 'unknown']) r`,
]
