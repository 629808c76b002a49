import type { Pool } from 'pg'
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible'
import type { Log } from '../lib/index.ts'
import { type Counter, counterOf, LIMITER_OPTIONS } from './counter.ts'
import { openPostgresCounter } from './postgres.ts'
import { openRedis } from './redis.ts'

type Stores = {
  readonly redisUrl: string | undefined
  /** `undefined` where one process has the database to itself: that one counts in its memory. */
  readonly pool: Pool | undefined
  readonly log: Log
}

/** Redis where there is one, else the database that the nodes share, else memory. */
export async function openCounter({ redisUrl, pool, log }: Stores): Promise<Counter> {
  if (redisUrl !== undefined) return await openRedisCounter(redisUrl, log)
  if (pool !== undefined) return openPostgresCounter(pool)
  return counterOf(new RateLimiterMemory(LIMITER_OPTIONS))
}

/** While Redis is away, each node counts for itself: requests are neither refused nor let through without a limit. */
async function openRedisCounter(url: string, log: Log): Promise<Counter> {
  const { client, close } = await openRedis(url, log)
  const limiter = new RateLimiterRedis({
    ...LIMITER_OPTIONS,
    storeClient: client,
    keyPrefix: 'patmint',
    rejectIfRedisNotReady: true,
    insuranceLimiter: new RateLimiterMemory(LIMITER_OPTIONS),
  })
  return counterOf(limiter, close)
}
