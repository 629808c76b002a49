import type { Token } from '../../../tokens/index.ts'
import { toMoment } from '../moments.ts'
import {
  isAdoptable,
  kindInWords,
  makerInWords,
  policyEndInWords,
  suspensionInWords,
} from './standing-view.ts'
import {
  duplicateHref,
  endedOf,
  expiresOf,
  hrefOf,
  lastUsedOf,
  replacementNote,
  scopePills,
} from './token-view.ts'

const MOST_PILLS = 6

export type RowOptions = {
  readonly prefix: string
  readonly now: Date
  readonly isMintingOff: boolean
  readonly visitorId: string
  /** Where its details are, where that is not among the visitor's own tokens; nothing can be done to it from here then. */
  readonly hrefOf?: (tokenId: string) => string
}

/** A row of `tokens/table`. */
export function viewRow(token: Token, { prefix, now, isMintingOff, visitorId, ...options }: RowOptions) {
  const pills = scopePills(token)
  const ended = endedOf(token, now)
  const isLive = ended === undefined
  const isHere = options.hrefOf === undefined
  const more = pills.length - MOST_PILLS
  return {
    name: token.name,
    prefix,
    hint: token.hint,
    kind: kindInWords(token),
    maker: makerInWords(token),
    href: options.hrefOf?.(token.id) ?? hrefOf(token.id),
    duplicateHref: duplicateHref(token),
    scopes: pills.slice(0, MOST_PILLS),
    moreScopes: more > 0 ? `and ${more} more` : undefined,
    created: toMoment(token.createdAt, now),
    expires: expiresOf(token, now),
    note: isLive ? replacementNote(token) || policyEndInWords(token, now) : '',
    suspension: isLive ? suspensionInWords(token) : '',
    lastUsed: lastUsedOf(token, now),
    ended,
    canRotate: isHere && isLive && token.rotatedTo === null && !isMintingOff,
    canDuplicate: isHere && !isMintingOff,
    canEdit: isHere && isLive,
    canRevoke: isHere && isLive,
    canAdopt: isHere && isLive && isAdoptable(token, visitorId),
  }
}
