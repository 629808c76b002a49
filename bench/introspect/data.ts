import { Client } from 'pg'
import type { Services } from '../../src/assemble.ts'
import { furnish, insertAccounts } from '../lib/instance.ts'
import { runOnce } from '../lib/processes.ts'

/** How many of the tokens are asked for; the others are there to be searched through. */
export const ASKED = 10_000
const ACCOUNTS = 1_000

/** Where the callers of a token with networks are. */
export const PRESENTER = '203.0.113.9'

export const fileOf = (name: string): URL => new URL(`targets/${name}`, import.meta.url)

export type Asked = { readonly file: string; readonly secrets: readonly string[] }

export type Plan = { readonly tokens: number; readonly asked: Asked }

/** As rows of `sample (secret)`: those that are asked for, scattered among as many others as there are to be. */
async function fillSample(client: Client, { tokens, asked }: Plan): Promise<void> {
  const others = Math.max(0, tokens - ASKED)
  await client.query('create temp table sample (secret text)')
  await client.query('insert into sample select unnest($1::text[])', [asked.secrets])
  await client.query(
    `insert into sample select 'pat_' || md5(random()::text) || left(md5(random()::text), 17) from generate_series(1, $1)`,
    [others],
  )
  await client.query('create temp table shuffled as select secret from sample order by md5(secret)')
  await client.query('alter table sample rename to ordered')
  await client.query('alter table shuffled rename to sample')
}

async function fill(url: string, plan: Plan, statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await fillSample(client, plan)
    for (const statement of statements) await client.query(statement)
    await client.query('vacuum analyze')
  } finally {
    await client.end()
  }
}

/** Accounts in organizations that have policies of their own; one token in ten names networks. */
export async function fillPatmint(url: string, services: Services, plan: Plan) {
  const api = await furnish(services)
  await fill(url, plan, PATMINT)
  return api
}

const PATMINT = [
  ...insertAccounts(ACCOUNTS),
  `insert into personal_access_token
          (id, secret_hash, hint, name, description, kind, account_id, made_by, scopes, networks, created_at, expires_at,
           retires_on_first_use)
   select gen_random_uuid(), sha256(secret::bytea), right(secret, 4), 'ci deploy', '', 'personal', a.id, 'account:' || a.id,
          array['tracker:read', 'tracker:write', 'documents:read'],
          case when s.n % 10 = 0 then array['203.0.113.0/24', '2001:db8::/32'] else '{}' end,
          now() - interval '1 day', now() + interval '90 days', false
     from (select secret, row_number() over () as n from sample) s
     join (select id, row_number() over (order by id) as n from account) a on a.n = s.n % ${ACCOUNTS} + 1`,
]

export const fillStock = (url: string, plan: Plan, { id, secret }: { id: string; secret: string }) =>
  fill(url, plan, [
    `create table oidc_payload (model text, id text, payload jsonb not null, primary key (model, id))`,
    `insert into oidc_payload values ('Client', '${id}', jsonb_build_object('client_id', '${id}', 'client_secret',
            '${secret}', 'redirect_uris', jsonb_build_array('https://app.example.com/cb')))`,
    `insert into oidc_payload values ('Grant', 'grant', jsonb_build_object('kind', 'Grant', 'jti', 'grant', 'accountId', 'ada',
            'clientId', '${id}', 'iat', 1700000000, 'exp', 4000000000))`,
    `insert into oidc_payload
     select 'AccessToken', secret, jsonb_build_object('kind', 'AccessToken', 'jti', secret, 'accountId', 'ada', 'clientId', '${id}',
            'scope', 'tracker:read tracker:write documents:read', 'iat', 1700000000, 'exp', 4000000000, 'grantId', 'grant')
       from sample`,
  ])

/** The tokens of the variant that has no grants. */
export const dropGrants = async (url: string): Promise<void> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(`update oidc_payload set payload = payload - 'grantId' where model = 'AccessToken'`)
  await client.query('vacuum full analyze oidc_payload')
  await client.end()
}

export const fillOauth2Server = (url: string, plan: Plan) =>
  fill(url, plan, [
    `create table oauth_token (access_token text primary key, client_id text not null, user_id text not null,
                               scope text not null, expires_at timestamptz not null)`,
    `insert into oauth_token
     select secret, 'app', 'ada', 'tracker:read tracker:write documents:read', now() + interval '90 days' from sample`,
  ])

export async function fillBetterAuth(url: string, plan: Plan): Promise<void> {
  await runOnce(fileOf('better-auth.mjs'), ['migrate'], { DATABASE_URL: url })
  await fill(url, plan, [
    `insert into "user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
     values ('ada', 'Ada', 'ada@example.com', true, now(), now())`,
    `insert into apikey (id, "configId", name, prefix, start, key, "referenceId", enabled, "rateLimitEnabled", "requestCount",
                         "createdAt", "updatedAt", "expiresAt")
     select gen_random_uuid(), 'default', 'ci deploy', 'pat_', left(secret, 6),
            translate(rtrim(encode(sha256(secret::bytea), 'base64'), '='), '+/', '-_'), 'ada', true, false, 0, now(), now(),
            now() + interval '90 days'
       from sample`,
  ])
}
