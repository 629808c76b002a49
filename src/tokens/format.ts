import { crc32 } from 'node:zlib'
import { randomBase62, toBase62 } from '../lib/index.ts'

const RANDOM_LENGTH = 43
const CHECKSUM_LENGTH = 6
const HINT_LENGTH = 4

/** What a token's secret looks like: `pat_` + 43 random base62 characters (256 bits) + 6 of their CRC32. */
export type TokenFormat = {
  readonly prefix: string
  generate(): string
  /** Begins like one of ours, whatever follows. */
  hasPrefix(text: string): boolean
  /**
   * Could be one of ours: prefix, length, alphabet and checksum are right. Tested before the database is asked, so that
   * typos and a scanner's guesses cost no query. It proves nothing: anyone can compute it. The look-up by hash decides.
   */
  isTokenShaped(text: string): boolean
}

export function createTokenFormat(prefix: string): TokenFormat {
  const length = prefix.length + RANDOM_LENGTH + CHECKSUM_LENGTH
  return {
    prefix,
    generate() {
      const random = randomBase62(RANDOM_LENGTH)
      return `${prefix}${random}${checksum(random)}`
    },
    hasPrefix: (text) => text.startsWith(prefix),
    isTokenShaped(text) {
      if (text.length !== length || !text.startsWith(prefix)) return false
      const random = text.slice(prefix.length, -CHECKSUM_LENGTH)
      return /^[0-9A-Za-z]+$/.test(random) && text.endsWith(checksum(random))
    },
  }
}

const checksum = (random: string): string => toBase62(crc32(random), CHECKSUM_LENGTH)

/** The secret's last four characters: enough to tell one's tokens apart, and no help in guessing (they are checksum). */
export const hintOf = (secret: string): string => secret.slice(-HINT_LENGTH)
