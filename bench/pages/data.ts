import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Client } from 'pg'
import type { Services } from '../../src/assemble.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { createServer } from '../../src/http/index.ts'
import { furnish, makeSecrets } from '../lib/instance.ts'
import { signIn } from './sign-in.ts'

const PASSWORD = 'a long walk by the sea'

export type Size = { readonly accounts: number; readonly tokensEach: number }

/** What the load asks with, one a line: cookies of signed-in browsers, and secrets of tokens. */
export type Keys = { readonly cookies: string; readonly secrets: string }

/** Accounts with so many tokens each: nine in ten live, the others have ended. Each is signed in in a browser. */
export async function fillTokens(
  services: Services,
  client: Client,
  { accounts, tokensEach }: Size,
  dataDir: string,
): Promise<Keys> {
  await furnish(services)
  const emails = Array.from({ length: accounts }, (_, n) => `person${n}@example.com`)
  for (const email of emails)
    await services.accounts.create(OPERATOR, { email, name: 'Ada', role: 'member', password: PASSWORD })
  const keys = { cookies: join(dataDir, 'cookies.txt'), secrets: join(dataDir, 'secrets.txt') }
  const secrets = makeSecrets(keys.secrets, accounts * tokensEach)
  await client.query(INSERT_TOKENS, [secrets, accounts])
  await client.query('vacuum analyze')
  // The last of each ten has ended.
  writeFileSync(keys.secrets, secrets.filter((_, n) => Math.floor(n / accounts) % 10 !== 9).join('\n'))
  writeFileSync(keys.cookies, (await signInAll(services, emails)).join('\n'))
  return keys
}

async function signInAll(services: Services, emails: readonly string[]): Promise<string[]> {
  const server = createServer(services)
  const url = `http://127.0.0.1:${await server.listen()}`
  try {
    const cookies: string[] = []
    for (const email of emails) cookies.push(await signIn(url, email, PASSWORD))
    return cookies
  } finally {
    await server.close({ drainMilliseconds: 0 })
  }
}

const INSERT_TOKENS = `
  insert into personal_access_token
         (id, secret_hash, hint, name, description, kind, account_id, made_by, scopes, networks, created_at, expires_at,
          last_used_at, last_used_address, last_used_by, retires_on_first_use)
  select gen_random_uuid(), sha256(secret::bytea), right(secret, 4), 'ci deploy ' || s.n, '', 'personal', a.id,
         'account:' || a.id, array['patmint:read', 'tracker:read', 'documents:write'], '{}', now() - interval '30 days',
         now() + case when (s.n - 1) / $2 % 10 = 9 then interval '-1 day' else interval '20 days' end,
         now() - interval '1 hour', '203.0.113.7', 'patmint', false
    from unnest($1::text[]) with ordinality as s (secret, n)
    join (select id, row_number() over (order by id) as n from account) a on a.n = (s.n - 1) % $2 + 1`
