import { isEqualHash, sha256 } from '../lib/index.ts'

type Hashes = { readonly secretHash: Buffer | null; readonly previousSecretHash: Buffer | null }

/** Where there is no secret, something is compared nevertheless. No text has this hash. */
const NOTHING = Buffer.alloc(32)

/**
 * Is this the client's secret, or the one before it? `previousSecretHash` is to be `null` once the overlap is over. Both are
 * compared whichever it is, and also where there is none: the time taken does not tell.
 */
export function isSecretOf({ secretHash, previousSecretHash }: Hashes, presented: string): boolean {
  const hash = sha256(presented)
  const isPrevious = isEqualHash(previousSecretHash ?? NOTHING, hash)
  return isEqualHash(secretHash ?? NOTHING, hash) || isPrevious
}
