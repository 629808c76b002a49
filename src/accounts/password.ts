import { hash, parseOptions, verify } from '@node-rs/argon2'
import pLimit from 'p-limit'
import { TooBusy } from './errors.ts'

/** OWASP's Password Storage Cheat Sheet: argon2id with at least 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** The last of these waits for some two thirds of a second. More would keep other requests out: see `http/admit.ts`. */
const LONGEST_QUEUE = 64

export type Passwords = {
  hash(password: string): Promise<string>
  /** Takes as long for no hash at all (an unknown account) as for a wrong password. */
  verify(passwordHash: string | null | undefined, password: string): Promise<boolean>
  /** True where a hash was made with less than today's parameters. */
  isWeak(passwordHash: string): boolean
}

/**
 * argon2id, never more than `concurrency` at a time: each hash keeps a core busy for some 20 ms, and fifty at once would
 * starve every introspection. Passwords are compared in Unicode's composed form, so that é is é on every keyboard.
 * @throws {TooBusy} when the queue is full.
 */
export function createPasswords(concurrency: number): Passwords {
  const limit = pLimit(concurrency)
  const run = <T>(work: () => Promise<T>): Promise<T> => {
    if (limit.pendingCount >= LONGEST_QUEUE) return Promise.reject(new TooBusy())
    return limit(work)
  }
  let decoy: Promise<string> | undefined
  const hashPassword = (password: string) => run(() => hash(password.normalize('NFC'), PARAMETERS))
  return {
    hash: hashPassword,
    async verify(passwordHash, password) {
      decoy ??= hashPassword('nobody has this password')
      const against = passwordHash ?? (await decoy)
      const matches = await run(() => verify(against, password.normalize('NFC')))
      return matches && typeof passwordHash === 'string'
    },
    isWeak(passwordHash) {
      const { memoryCost, timeCost } = parseOptions(passwordHash)
      return memoryCost < PARAMETERS.memoryCost || timeCost < PARAMETERS.timeCost
    },
  }
}
