import { addMilliseconds, DAY, parseNetwork, readName, readNote } from '../../../lib/index.ts'
import { ADMIN_SCOPE, scopesOf } from '../../../scopes/index.ts'
import { LONGEST_DESCRIPTION, LONGEST_NAME, type Token } from '../../../tokens/index.ts'
import { splitNetworks, type TokenForm } from './generate-form.ts'
import { chosenPlace, type Offer } from './generate-offer.ts'
import { daysToChoose, longestDays, mayNeverExpire } from './generate-policy.ts'

export type Prefill = {
  readonly form: TokenForm
  /** What was left out of the form, in words. */
  readonly dropped: readonly string[]
}

type Link = {
  readonly name: string
  readonly description: string
  readonly expiresIn: string
  readonly scope: string
  readonly kind: string
  readonly networks: string
}

/**
 * The form as a link of somebody else's asks for it: `?name=&expires_in=30&scope=tracker:read+documents:write`. Every
 * part is checked; what is not good is left out and said, never corrected.
 */
export function prefillFromLink(link: Link, offer: Offer): Prefill {
  const name = link.name.trim() === '' ? '' : readName(link.name, LONGEST_NAME)
  const description = readNote(link.description, LONGEST_DESCRIPTION)
  const expiry = link.expiresIn === '' ? {} : chooseExpiry(link.expiresIn, offer)
  const scopes = chooseScopes(link.scope.split(' '), offer)
  const kind = link.kind === '' || offer.places.some(({ value }) => value === link.kind)
  const networks = chooseNetworks(splitNetworks(link.networks))
  return {
    form: {
      ...emptyForm(offer, kind ? link.kind : ''),
      name: name ?? '',
      description: description ?? '',
      ...expiry,
      scopes: scopes.kept,
      networks: networks.kept.join('\n'),
    },
    dropped: [
      name === undefined ? ['the name'] : [],
      description === undefined ? ['the description'] : [],
      expiry === undefined ? [`the expiration ${quote(link.expiresIn)}`] : [],
      kind ? [] : [`the kind ${quote(link.kind)}`],
      scopes.dropped.map((scope) => `the scope ${quote(scope)}`),
      networks.dropped.map((network) => `the network ${quote(network)}`),
    ].flat(),
  }
}

/** The form filled from an existing token. What has gone since is left out. */
export function prefillFromToken(token: Token, offer: Offer): Prefill {
  const scopes = chooseScopes(token.scopes, offer)
  const life =
    token.expiresAt === null ? undefined : (token.expiresAt.getTime() - token.createdAt.getTime()) / DAY
  const expiresIn =
    life === undefined ? 'never' : String(Math.min(Math.max(1, Math.round(life)), longestDays(offer)))
  const known = new Set(offer.resourceServers.map(({ clientId }) => clientId))
  return {
    form: {
      ...emptyForm(offer, placeOf(token)),
      name: token.name,
      description: token.description,
      ...chooseExpiry(expiresIn, offer),
      scopes: scopes.kept,
      networks: token.networks.join('\n'),
      resourceServers: (token.resourceServers ?? [])
        .map(({ clientId }) => clientId)
        .filter((clientId) => known.has(clientId)),
    },
    dropped: scopes.dropped.map((scope) => `the scope ${quote(scope)}`),
  }
}

/** The value by which the form knows whose it is. */
export function placeOf({ kind, organization, workspace }: Token): string {
  if (kind === 'organization') return `organization:${organization?.slug}`
  return kind === 'workspace' ? `workspace:${organization?.slug}/${workspace?.slug}` : 'personal'
}

function emptyForm(offer: Offer, kind: string): TokenForm {
  const place = chosenPlace(offer, kind)
  return {
    name: '',
    description: '',
    expiresIn: String(place?.policy.defaultDays ?? ''),
    expiresOn: '',
    kind: place?.value ?? '',
    scopes: [],
    networks: '',
    resourceServers: [],
  }
}

function chooseExpiry(wanted: string, offer: Offer) {
  if (wanted === 'never' && mayNeverExpire(offer)) return { expiresIn: 'never' }
  const days = /^[1-9]\d{0,5}$/.test(wanted) ? Number(wanted) : Number.NaN
  if (!(days <= longestDays(offer))) return undefined
  if (daysToChoose(offer).includes(days)) return { expiresIn: String(days) }
  return {
    expiresIn: 'custom',
    expiresOn: addMilliseconds(offer.now, days * DAY)
      .toISOString()
      .slice(0, 10),
  }
}

function chooseScopes(wanted: readonly string[], { modules, allows }: Offer) {
  const known = new Set([...modules.flatMap(scopesOf), ADMIN_SCOPE].filter(allows))
  return sortOut(wanted, (scope) => known.has(scope))
}

const chooseNetworks = (wanted: readonly string[]) =>
  sortOut(wanted, (network) => parseNetwork(network) !== undefined)

function sortOut(wanted: readonly string[], isGood: (part: string) => boolean) {
  const asked = [...new Set(wanted.filter((part) => part !== ''))]
  return { kept: asked.filter(isGood), dropped: asked.filter((part) => !isGood(part)).slice(0, 10) }
}

const quote = (text: string): string => `“${text.slice(0, 60)}”`
