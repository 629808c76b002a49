import { setTimeout as sleep } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import { type Log, SECOND } from '../lib/index.ts'

/** How long a request waits for a Redis that has stopped answering, before it is counted without it. */
const PATIENCE_MILLISECONDS = 250

/** A start waits a moment for it, and goes on without it; a connection that is lost is made anew. */
export async function openRedis(
  url: string,
  log: Log,
): Promise<{ client: Redis; close: () => Promise<void> }> {
  // Loaded only where it is used.
  const ioredis = await import('ioredis')
  const client = new ioredis.Redis(url, {
    commandTimeout: PATIENCE_MILLISECONDS,
    connectTimeout: 2 * SECOND,
    // A connection on which nothing comes back is given up, and until there is another one nobody waits.
    socketTimeout: SECOND,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(attempt * 100, SECOND),
  })
  tellOfOutages(client, log)
  await settle(client)
  return { client, close: async () => client.disconnect() }
}

/** Until it is there, or it is known that it is not. */
async function settle(client: Redis): Promise<void> {
  const known = new Promise<void>((resolve) => {
    client.once('ready', resolve).once('error', () => resolve())
  })
  await Promise.race([known, sleep(2 * SECOND, undefined, { ref: false })])
}

/** Once when it goes and once when it is back, not with every attempt. Only the code: a message may hold the address. */
function tellOfOutages(client: Redis, log: Log): void {
  let isAway = false
  const leave = (code: string | undefined): void => {
    if (!isAway)
      log.warn({ code }, 'Redis does not answer; each node counts requests for itself until it does')
    isAway = true
  }
  client.on('error', ({ code }: NodeJS.ErrnoException) => leave(code))
  client.on('reconnecting', () => leave('lost'))
  client.on('ready', () => {
    if (isAway) log.info('Redis is back; requests are counted for all nodes together')
    isAway = false
  })
}
