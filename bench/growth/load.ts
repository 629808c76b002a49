import { writeFileSync } from 'node:fs'
import type { Client } from 'pg'
import { initialPolicy, type Services } from '../../src/assemble.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { createTokenFormat } from '../../src/tokens/index.ts'
import { on } from '../lib/bench.ts'
import { listTables } from './rows.ts'

/** How many different live tokens introspection is asked for, at the most: all over the table, so that no cache holds them. */
const MOST_ASKED = 100_000

export type Loaded = {
  readonly tokens: number
  /** Secrets of live tokens all over the table, shuffled, one a line. */
  readonly secrets: string
  readonly api: { readonly id: string; readonly secret: string }
}

/**
 * Fills a migrated, empty database with a company's three years: see `rows.ts`. Indexes and foreign keys are taken away
 * meanwhile, and made again as the migrations made them.
 */
export async function load(url: string, services: Services, tokens: number, file: string): Promise<Loaded> {
  await services.catalogue.ensureExamples(OPERATOR)
  await services.policies.change(OPERATOR, {
    ...initialPolicy(services.config),
    allowNever: true,
    tokensPerAccount: 100_000,
  })
  const { resourceServer, secret } = await services.catalogue.createResourceServer(OPERATOR, {
    name: 'Tracker API',
    audience: 'https://tracker.example.com',
    modules: ['tracker', 'documents'],
  })
  await on(url, async (client) => {
    for (const setting of SETTINGS) await client.query(setting)
    const indexes = await dropIndexes(client)
    for (const { name, statements } of listTables(tokens)) await runAll(client, name, statements)
    writeFileSync(file, (await giveSecrets(client)).join('\n'))
    await runAll(client, 'indexes', [...indexes, 'vacuum (analyze)'])
  })
  return { tokens, secrets: file, api: { id: resourceServer.clientId, secret } }
}

async function runAll(client: Client, name: string, statements: readonly string[]): Promise<void> {
  const started = performance.now()
  for (const statement of statements) await client.query(statement)
  console.log(`  ${name}: ${((performance.now() - started) / 1_000).toFixed(1)} s`)
}

const SETTINGS = [
  `set synchronous_commit = off`,
  `set maintenance_work_mem = '512MB'`,
  `set work_mem = '128MB'`,
  `select setseed(0.5)`,
]

const BIG = `('personal_access_token'::regclass, 'audit_event'::regclass, 'token_usage'::regclass)`

/** All but the primary keys, and the foreign keys first. @returns the statements that make them again, in order */
async function dropIndexes(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ drop: string; make: string }>(`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
           format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as make
      from pg_constraint where conrelid in ${BIG} and contype = 'f'
    union all
    select format('alter table %s drop constraint %I', conrelid::regclass, conname),
           format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
      from pg_constraint where conrelid in ${BIG} and contype = 'u'
    union all
    select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
      from pg_index where indrelid in ${BIG} and not indisunique`)
  for (const { drop } of rows) await client.query(drop)
  return rows.map(({ make }) => make).reverse()
}

/** Real secrets to live tokens everywhere in the table; the others have hashes that nobody knows a secret of. */
async function giveSecrets(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select id from personal_access_token
      where revoked_at is null and retires_at is null and (expires_at is null or expires_at > now() + interval '1 day')
        and kind = 'personal'
      order by random() limit $1`,
    [MOST_ASKED],
  )
  const format = createTokenFormat('pat_')
  const secrets = rows.map(() => format.generate())
  await client.query(
    `update personal_access_token t set secret_hash = sha256(given.secret::bytea), hint = right(given.secret, 4)
       from unnest($1::uuid[], $2::text[]) as given (id, secret) where t.id = given.id`,
    [rows.map(({ id }) => id), secrets],
  )
  return secrets
}
