import type { TestServer } from '../support/server.ts'

/** Names for the ids of what must not be touched. */
export type Known = Readonly<Record<string, string>>

/** What differs with each try by itself, or says nothing about what was done. */
const UNSAID = new Set([
  'id',
  'hint',
  'secret_hash',
  'secret',
  'previous_secret',
  'password_hash',
  'request_id',
  'form_key',
])

/** Of a session: it is renewed once a minute, whatever is done in it. */
const OF_ITSELF = 'last_seen_at'

/** Every row that there is, by table and what it holds. */
type Dump = ReadonlyMap<string, string>

/**
 * What `act` changes in the database: rows that came, went, or are others now, in words that are the same for another target
 * and another time. Moments are said as days from now, ids as the names that are known of them.
 */
export async function differenceOf(
  server: TestServer,
  known: Known,
  act: () => Promise<unknown>,
): Promise<string[]> {
  const before = await dump(server)
  await act()
  const after = await dump(server)
  const say = (sign: string, row: string, from: Dump) =>
    `${sign} ${describe(row, from.get(row) ?? '', known)}`
  return [
    ...[...after.keys()].filter((row) => !before.has(row)).map((row) => say('+', row, after)),
    ...[...before.keys()].filter((row) => !after.has(row)).map((row) => say('-', row, before)),
  ].sort()
}

/** What only notes that something has changed is left out: what has, the other tables say. */
async function dump({ database }: TestServer): Promise<Dump> {
  const tables: { name: string }[] = await database.manager.query(
    `select quote_ident(table_name) as name from information_schema.tables
      where table_schema = 'public' and table_name <> 'configuration_change'`,
  )
  const rows: { table: string; row: string }[] = await database.manager.query(
    tables
      .map(
        ({ name }) => `select '${name}' as table, (to_jsonb(t) - '${OF_ITSELF}')::text as row from ${name} t`,
      )
      .join(' union all '),
  )
  return new Map(rows.map(({ table, row }) => [row, table]))
}

function describe(row: string, table: string, known: Known): string {
  const columns: Record<string, unknown> = JSON.parse(row)
  const said = Object.entries(columns).filter(([name]) => !UNSAID.has(name) || known[String(columns[name])])
  return `${table} ${inWords(JSON.stringify(Object.fromEntries(said)), known)}`
}

const inWords = (text: string, known: Known): string =>
  text
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => known[id] ?? 'ID')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)/g, (time) => inDays(new Date(time)))
    .replaceAll(/\\+x[0-9a-f]{64}/g, 'HASH')
    .replaceAll(/\b(fresh|token)([- ])\d+/gi, '$1$2N')

const inDays = (time: Date): string => `${Math.round((time.getTime() - Date.now()) / 86_400_000)} days`
