import type { Pool, PoolClient } from 'pg'

type Query = (statement: unknown, ...rest: unknown[]) => unknown

/**
 * A statement with a name is prepared once on a connection and then only called. Behind a PgBouncer that gives every
 * transaction another connection of the database, the name is unknown there, or already another node's: so none is sent.
 */
export function forgetNames(pool: Pool): void {
  const known = new WeakSet<PoolClient>()
  // Before the watchers wrap the same verb: they go on seeing the names.
  pool.on('acquire', (client) => {
    if (!known.has(client)) sendWithoutName(client)
    known.add(client)
  })
}

function sendWithoutName(client: PoolClient): void {
  const query = client.query.bind(client) as unknown as Query
  const unnamed: Query = (statement, ...rest) => query(withoutName(statement), ...rest)
  client.query = unnamed as unknown as PoolClient['query']
}

/** Only a plain description of a statement has a name of that kind; objects of the driver are passed on as they are. */
const withoutName = (statement: unknown): unknown =>
  typeof statement === 'object' && statement !== null && 'text' in statement && !('submit' in statement)
    ? { ...statement, name: undefined }
    : statement
