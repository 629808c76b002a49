import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import type { Nodes } from './nodes.ts'

export type Disturbance = 'kill' | 'restart' | 'cut'

/**
 * Kills and restarts nodes and cuts their connections to the database, evenly over the time that it takes.
 * @param progress from 0 to 1
 */
export async function disturb(
  { nodes, databaseUrl, tell }: { nodes: Nodes; databaseUrl: string; tell: (line: string) => void },
  disturbances: readonly Disturbance[],
  progress: () => number,
): Promise<void> {
  for (const [index, disturbance] of disturbances.entries()) {
    while (progress() < (index + 1) / (disturbances.length + 1)) await sleep(5)
    const node = Math.floor(Math.random() * nodes.urls.length)
    if (disturbance === 'cut') await cutConnections(databaseUrl)
    else await nodes.restart(node, disturbance === 'kill' ? 'SIGKILL' : 'SIGTERM')
    tell(`${Math.floor(progress() * 100)} %: ${disturbance}${disturbance === 'cut' ? '' : ` node ${node}`}`)
  }
}

/** About half of them, in the middle of whatever they do. */
async function cutConnections(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'patmint' and random() < 0.5`,
  )
  await client.end()
}
