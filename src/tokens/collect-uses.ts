import { DAY } from '../lib/index.ts'

/** One use of a token: whom it was shown to, and from where. */
export type Use = { readonly tokenId: string; readonly clientId: string; readonly address: string }

/** All of a token's uses that differ in nothing but their moment, on one day. Moments are milliseconds since 1970. */
export type Uses = Use & { readonly day: number; count: number; lastAt: number }

/**
 * Uses in memory, added up. There may be a hundred thousand, each for a minute, so a token has no list of its own: nearly all
 * are used by one client from one address, and are found by their id. For the others a key is made at each use.
 * @param most past this many different ones, new ones are not counted: memory is worth more than statistics
 */
export function collectUses(most: number) {
  let firsts = new Map<string, Uses>()
  let others = new Map<string, Uses>()
  const add = (use: Use, day: number, count: number, lastAt: number): void => {
    const first = firsts.get(use.tokenId)
    const known = first === undefined || isOf(first, use, day) ? first : others.get(keyOf(use, day))
    if (known !== undefined) {
      known.count += count
      if (lastAt > known.lastAt) known.lastAt = lastAt
    } else if (firsts.size + others.size < most) {
      const uses = {
        tokenId: copy(use.tokenId),
        clientId: use.clientId,
        address: copy(use.address),
        day,
        count,
        lastAt,
      }
      if (first === undefined) firsts.set(uses.tokenId, uses)
      else others.set(keyOf(use, day), uses)
    }
  }
  return {
    add: (use: Use, at: number): void => add(use, Math.floor(at / DAY), 1, at),
    /** Those that could not be written. */
    giveBack: (uses: Uses): void => add(uses, uses.day, uses.count, uses.lastAt),
    takeAll(): Uses[] {
      const all = [...firsts.values(), ...others.values()]
      firsts = new Map()
      others = new Map()
      return all
    },
  }
}

const isOf = (uses: Uses, { clientId, address }: Use, day: number): boolean =>
  uses.clientId === clientId && uses.address === address && uses.day === day

const keyOf = ({ tokenId, clientId, address }: Use, day: number): string =>
  `${tokenId} ${day} ${address} ${clientId}`

/** A part of a longer text keeps all of it in memory: the id is one of what was read of the token, and the address of a request. */
const copy = (text: string): string => Buffer.from(text).toString()
