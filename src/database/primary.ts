import type { ClientBase } from 'pg'
import { DatabaseUnavailable } from './errors.ts'

const PATIENCE_MILLISECONDS = 1_500

/**
 * After a failover an address may lead to a standby for a while. It would answer, with what it knew when it last heard
 * of the primary: a revoked token could be good there. So a connection to one is none. A primary cannot become a standby
 * without a restart, which ends its connections: each is asked once.
 * @throws {DatabaseUnavailable}
 */
export async function requirePrimary(client: ClientBase): Promise<void> {
  const inTime = { query_timeout: PATIENCE_MILLISECONDS }
  const { rows } = await client.query({ text: 'select pg_is_in_recovery() as "isStandby"', ...inTime })
  if (rows[0]?.isStandby !== false) throw new DatabaseUnavailable('connected to a standby')
}
