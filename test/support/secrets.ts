import { Client } from 'pg'
import type { Services } from '../../src/assemble.ts'

/** Remembers every secret that a server gives out, so that its database and logs can be searched for them. */
export function rememberSecrets(services: Services): ReadonlySet<string> {
  const secrets = new Set<string>()
  const remember = <Arguments extends unknown[], Result extends { secret: string | undefined }>(
    verb: (...given: Arguments) => Promise<Result>,
  ) => {
    return async (...given: Arguments): Promise<Result> => {
      const result = await verb(...given)
      if (result.secret !== undefined) secrets.add(result.secret)
      return result
    }
  }
  const { accounts, tokens, clients, catalogue, declarations, sessions, webhooks } = services
  tokens.mint = remember(tokens.mint)
  tokens.rotate = remember(tokens.rotate)
  clients.rotateSecret = remember(clients.rotateSecret)
  clients.createApplication = remember(clients.createApplication)
  catalogue.createResourceServer = remember(catalogue.createResourceServer)
  accounts.invite = remember(accounts.invite)
  accounts.createPasswordLink = remember(accounts.createPasswordLink)
  const { apply } = declarations
  declarations.apply = async (...given) => {
    const applied = await apply(...given)
    for (const { secret } of applied.secrets) secrets.add(secret)
    return applied
  }
  webhooks.register = remember(webhooks.register)
  webhooks.rotateSecret = remember(webhooks.rotateSecret)
  sessions.start = remember(sessions.start)
  sessions.confirmPassword = remember(sessions.confirmPassword)
  return secrets
}

/** The secret, its halves, and its base64 in both alphabets: what a leak could look like. */
export function findLeaks(text: string, secrets: Iterable<string>): string[] {
  return [...secrets].flatMap((secret) => looksOf(secret).filter((look) => text.includes(look)))
}

function looksOf(secret: string): string[] {
  const middle = Math.floor(secret.length / 2)
  const base64 = Buffer.from(secret).toString('base64')
  // The last characters of a base64 text depend on what follows, so they are left out.
  return [
    secret.slice(0, middle),
    secret.slice(middle),
    base64.slice(0, -4),
    Buffer.from(secret).toString('hex'),
  ]
}

/** Every row of every table, as text; binary columns also as what they would read. */
export async function dumpDatabase(url: string): Promise<string> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    // One that was never written to has no file of any size.
    const tables = await client.query<{ name: string }>(
      `select oid::regclass::text as name from pg_class
       where relkind = 'r' and relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
         and pg_relation_size(oid) > 0`,
    )
    const dumps: string[] = []
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`)
      for (const { row } of rows) dumps.push(row)
    }
    return dumps.join('\n')
  } finally {
    await client.end()
  }
}
