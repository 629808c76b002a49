import { type Batches, createBatches } from '../database/index.ts'
import { sha256Hex } from '../lib/index.ts'
import type { TokenDeps } from './deps.ts'
import type { Beside, TokenLooks } from './look-up.ts'
import type { Resolution } from './resolution.ts'

type Deps = Pick<TokenDeps, 'clock' | 'format'>

/** Secrets that come together are looked up together: one look of a batch costs little more than one of a single secret. */
const TOGETHER = { size: 32, connections: 2, mostWaiting: 1_024, patienceMilliseconds: 1_500 }

/**
 * From the secret to the token, or the reason why not. Every answer is read from the database, in a look that begins after
 * it was asked for: a revocation, a lost role or a tightened policy holds on the next call.
 */
export function createResolver(
  { clock, format }: Deps,
  look: TokenLooks,
): {
  /** @throws where the database does not answer; that is never "inactive" */
  resolve(secret: string): Promise<Resolution>
  close(): void
} {
  const looks: Batches<string, Resolution> = createBatches(TOGETHER, async (secrets) => {
    const hashes = secrets.map(sha256Hex)
    const { resolve } = await look(NOTHING_BESIDE, { hashes, now: clock() })
    return secrets.map((_, index) => resolve(index))
  })
  return {
    // A bad checksum is no token: nothing is looked for.
    resolve: async (secret) => (format.isTokenShaped(secret) ? await looks.ask(secret) : MALFORMED),
    close: looks.close,
  }
}

const MALFORMED: Resolution = { active: false, reason: 'malformed' }

const NOTHING_BESIDE: Beside<true> = {
  name: 'resolve-token',
  columns: [],
  find: () => true,
  hold: () => true,
}
