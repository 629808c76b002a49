import pg from 'pg'
import type { Holder } from './holder.ts'

const provisionKey = 0x5061746e

/** The role and the database that Patmint works with; the superuser stays with the holders. */
export const owner = 'patmint'

export async function provision({ client }: Holder, password: string): Promise<void> {
  if (await isProvisioned(client)) return
  // `create database` runs in no transaction, so two first starts take turns by a lock of the session.
  await client.query('select pg_advisory_lock($1)', [provisionKey])
  try {
    await createOwner(client, password)
    if (!(await isProvisioned(client))) await client.query(`create database ${owner} owner ${owner}`)
  } finally {
    await client.query('select pg_advisory_unlock($1)', [provisionKey])
  }
}

async function isProvisioned(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [owner])
  return rowCount === 1
}

async function createOwner(client: pg.Client, password: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [owner])
  if (rowCount === 1) return
  await client.query(`create role ${owner} login createdb password ${pg.escapeLiteral(password)}`)
}
