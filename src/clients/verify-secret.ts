import { isEqualHash, sha256 } from '../lib/index.ts'

type Hashes = { readonly secretHash: Buffer | null; readonly previousSecretHash: Buffer | null }

/** Where there is no secret, something is compared nevertheless. No text has this hash. */
const NOTHING = Buffer.alloc(32)

/**
 * Is this the client's secret, or the one before it? `previousSecretHash` is to be `null` once the overlap is over. Both are
 * compared whichever it is, and also where there is none: the time taken does not tell.
 */
export const isSecretOf = (hashes: Hashes, presented: string): boolean => isHashOf(hashes, sha256(presented))

/** The same of its SHA-256. */
export function isHashOf({ secretHash, previousSecretHash }: Hashes, hash: Buffer): boolean {
  const isPrevious = isEqualHash(previousSecretHash ?? NOTHING, hash)
  return isEqualHash(secretHash ?? NOTHING, hash) || isPrevious
}
