import { realpath } from 'node:fs/promises'
import pg from 'pg'
import { superuser } from './cluster.ts'
import { errorCode } from './files.ts'

/** The one key in PostgreSQL's advisory locks by which processes share the embedded database: "Patm" in ASCII. */
const holderKey = 0x5061746d

/**
 * A connection that says "this process uses the database". PostgreSQL drops it, lock and all, when the process dies,
 * so there is no file to go stale.
 */
export interface Holder {
  client: pg.Client
  port: number
}

export type Attempt =
  | { state: 'held'; holder: Holder }
  /** Something answered and will be ready, or is on its way out. */
  | { state: 'busy' }
  /** Nothing of ours answers there. */
  | { state: 'absent' }
  | { state: 'refused' }

export async function tryToHold(port: number, cluster: string, password: string): Promise<Attempt> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: superuser,
    password,
    database: 'postgres',
    ssl: false,
    application_name: 'patmint holder',
    connectionTimeoutMillis: 5000,
  })
  // Without a listener a lost connection would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    if (!(await servesCluster(client, cluster))) return await leave(client, { state: 'absent' })
    await client.query('select pg_advisory_lock_shared($1)', [holderKey])
    return { state: 'held', holder: { client, port } }
  } catch (error) {
    return leave(client, stateOf(error))
  }
}

async function leave(client: pg.Client, attempt: Attempt): Promise<Attempt> {
  await client.end().catch(() => {})
  return attempt
}

async function servesCluster(client: pg.Client, cluster: string): Promise<boolean> {
  const { rows } = await client.query<{ data_directory: string }>('show data_directory')
  const [theirs, ours] = await Promise.all([realpath(rows[0]?.data_directory ?? ''), realpath(cluster)])
  return theirs === ours
}

function stateOf(error: unknown): Attempt {
  const code = errorCode(error)
  if (code === '28P01' || code === '28000') return { state: 'refused' }
  if (code === 'ECONNREFUSED') return { state: 'absent' }
  // Starting up, shutting down, ended while we waited for the lock, or all connections taken.
  return { state: 'busy' }
}

/** True when no other process holds on: then this one has the lock alone, and newcomers wait until it is gone. */
export async function isLastHolder({ client }: Holder): Promise<boolean> {
  await client.query('select pg_advisory_unlock_shared($1)', [holderKey])
  const { rows } = await client.query<{ last: boolean }>('select pg_try_advisory_lock($1) as last', [
    holderKey,
  ])
  return rows[0]?.last === true
}

export const letGo = (holder: Holder): Promise<void> => holder.client.end().catch(() => {})

export function onLost(holder: Holder, lost: () => void): void {
  holder.client.once('end', lost)
}
