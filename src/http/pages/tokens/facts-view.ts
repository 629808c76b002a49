import type { Token } from '../../../tokens/index.ts'
import { type Moment, toMoment } from '../moments.ts'
import { kindInWords, makerInWords, placeInWords } from './standing-view.ts'
import {
  type endedOf,
  expiresOf,
  hintInWords,
  lastUsedOf,
  hrefOf as ownHrefOf,
  rateLimitInWords,
  replacementNote,
} from './token-view.ts'

type Fact = {
  readonly label: string
  readonly time?: Moment
  readonly text?: string
  readonly code?: string
  readonly sub?: string | undefined
  readonly tone?: string
  readonly href?: string
  readonly link?: string
}

type Known = {
  readonly prefix: string
  readonly perMinute: number
  readonly now: Date
  readonly ended: ReturnType<typeof endedOf>
  /** Where other tokens' details are, where that is not among the visitor's own. */
  readonly hrefOf?: ((tokenId: string) => string) | undefined
}

/** What is said about a token in its details, line by line. */
export function listFacts(
  token: Token,
  { prefix, perMinute, now, ended, hrefOf = ownHrefOf }: Known,
): Fact[] {
  const used = lastUsedOf(token, now)
  const note = ended === undefined ? replacementNote(token) : ''
  return [
    { label: 'Secret', code: hintInWords(prefix, token) },
    ...(token.description === '' ? [] : [{ label: 'Description', text: token.description }]),
    { label: 'Kind', text: kindInWords(token), sub: placeInWords(token) },
    createdFact(token, now),
    endFact(token, now, ended),
    used === undefined
      ? { label: 'Last used', text: 'Never' }
      : { label: 'Last used', time: used.time, sub: used.from },
    { label: 'Networks', text: token.networks.length === 0 ? 'Any' : token.networks.join('\n') },
    {
      label: 'Resource servers',
      text:
        token.resourceServers === null
          ? 'Any that serve its scopes'
          : token.resourceServers.map(({ name }) => name).join('\n'),
    },
    { label: 'Rate limit', text: rateLimitInWords(token, perMinute) },
    ...(note === '' ? [] : [{ label: 'Rotation', text: note, tone: 'amber' }]),
    ...linkFact('Replaced by', token.rotatedTo, 'the newer token', hrefOf),
    ...linkFact('Replaces', token.rotatedFrom, 'an older token', hrefOf),
    { label: 'Token id', code: token.id },
  ]
}

function createdFact(token: Token, now: Date): Fact {
  const time = toMoment(token.createdAt, now)
  const maker = makerInWords(token)
  return { label: 'Created', time, sub: maker === '' ? time.exact : `${time.exact}. ${maker}` }
}

function endFact(token: Token, now: Date, ended: Known['ended']): Fact {
  if (ended !== undefined) {
    return { label: ended.what, time: ended.time, sub: ended.note === '' ? ended.time.exact : ended.note }
  }
  const expires = expiresOf(token, now)
  if (expires === undefined) return { label: 'Expires', text: 'Never', tone: 'amber' }
  return { label: 'Expires', time: expires.time, sub: expires.time.exact, tone: expires.tone }
}

const linkFact = (
  label: string,
  tokenId: string | null,
  link: string,
  hrefOf: (tokenId: string) => string,
): Fact[] => (tokenId === null ? [] : [{ label, href: hrefOf(tokenId), link }])
