import type { Pool } from 'pg'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { DAY, HOUR, MINUTE, SECOND, sha256 } from '../lib/index.ts'
import { TooManyAttempts } from './errors.ts'

type Limit = {
  readonly name: string
  readonly attempts: number
  readonly within: number
  readonly pause: number
}

/**
 * An address that tries one account is paused soon; one that tries many accounts, later; and an account that is tried
 * from many addresses, after 100 failures (NIST SP 800-63B-4 §3.2.2), for an hour and not for ever, so that nobody can
 * lock its owner out. Successes are not counted.
 */
const LIMITS = {
  pair: { name: 'pair', attempts: 10, within: 15 * MINUTE, pause: 15 * MINUTE },
  account: { name: 'account', attempts: 100, within: DAY, pause: HOUR },
  address: { name: 'address', attempts: 100, within: HOUR, pause: HOUR },
} as const satisfies Record<string, Limit>

export type Throttle = {
  /**
   * Counts an attempt before the password is looked at, so that parallel guesses count too.
   * @throws {TooManyAttempts}
   */
  count(email: string, address: string): Promise<void>
  /** The password was right: the attempt is taken back, and the account starts from nothing. */
  forgive(email: string, address: string): Promise<void>
}

/** Counters live in PostgreSQL: shared by all nodes, kept over restarts. Keys are hashes of what people typed. */
export function createThrottle(pool: Pool): Throttle {
  const create = ({ name, attempts, within, pause }: Limit) =>
    new RateLimiterPostgres({
      storeClient: pool,
      tableName: 'sign_in_throttle',
      tableCreated: true,
      keyPrefix: name,
      points: attempts,
      duration: within / SECOND,
      blockDuration: pause / SECOND,
    })
  const limiters = {
    pair: create(LIMITS.pair),
    account: create(LIMITS.account),
    address: create(LIMITS.address),
  }
  const keys = (email: string, address: string) => ({
    pair: hashKey(`${email} ${address}`),
    account: hashKey(email),
    address: hashKey(address),
  })
  return {
    async count(email, address) {
      const key = keys(email, address)
      await consume(limiters.address, key.address)
      await consume(limiters.pair, key.pair)
      await consume(limiters.account, key.account)
    },
    async forgive(email, address) {
      const key = keys(email, address)
      await Promise.all([
        limiters.address.reward(key.address),
        limiters.pair.delete(key.pair),
        limiters.account.delete(key.account),
      ])
    },
  }
}

const hashKey = (text: string): string => sha256(text).toString('base64url')

async function consume(limiter: RateLimiterPostgres, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    throw new TooManyAttempts(Math.ceil(refusal.msBeforeNext / SECOND))
  }
}
