import type { Token, TokenCounts, TokenFilter, TokenOrder } from '../../../tokens/index.ts'
import { toMoment } from '../moments.ts'
import {
  duplicateHref,
  endedOf,
  expiresOf,
  hintInWords,
  hrefOf,
  lastUsedOf,
  replacementNote,
  scopePills,
} from './token-view.ts'

type Shown = Exclude<TokenFilter, 'all'>

const MOST_PILLS = 6

const FILTERS: readonly { show: Shown; label: string; tone: string }[] = [
  { show: 'active', label: 'Active', tone: 'plain' },
  { show: 'expiring', label: 'Expiring within 14 days', tone: 'amber' },
  { show: 'expired', label: 'Expired', tone: 'plain' },
  { show: 'revoked', label: 'Revoked', tone: 'plain' },
]

const ORDERS: readonly { value: TokenOrder; label: string }[] = [
  { value: 'expires', label: 'Expiry' },
  { value: 'name', label: 'Name' },
  { value: 'created', label: 'Newest' },
  { value: 'used', label: 'Last used' },
]

export type ListQuery = { readonly filter: Shown; readonly search: string; readonly order: TokenOrder }

/** Anything that is not one of the choices becomes the first of them. */
export function readListQuery(show: string, search: string, order: string): ListQuery {
  return {
    filter: FILTERS.find((filter) => filter.show === show)?.show ?? 'active',
    search: search.slice(0, 100),
    order: ORDERS.find(({ value }) => value === order)?.value ?? 'expires',
  }
}

type Given = {
  readonly tokens: readonly Token[]
  readonly counts: TokenCounts
  readonly query: ListQuery
  readonly prefix: string
  readonly now: Date
  readonly isMintingOff: boolean
}

export function viewList({ tokens, counts, query, prefix, now, isMintingOff }: Given) {
  const hasAny = counts.active + counts.expired + counts.revoked > 0
  return {
    isMintingOff,
    filter: query.filter,
    search: query.search,
    isEnded: query.filter === 'expired' || query.filter === 'revoked',
    showTools: hasAny,
    counts: FILTERS.map(({ show, label, tone }) => ({
      label,
      value: counts[show],
      href: `/account/tokens?show=${show}`,
      isCurrent: show === query.filter,
      tone: counts[show] > 0 ? tone : 'plain',
    })),
    sorts: ORDERS.map((order) => ({ ...order, isSelected: order.value === query.order })),
    caption: `Your ${query.filter} tokens`,
    tokens: tokens.map((token) => viewRow(token, prefix, now, isMintingOff)),
    empty: tokens.length === 0 ? explainEmpty(query, hasAny) : undefined,
  }
}

function viewRow(token: Token, prefix: string, now: Date, isMintingOff: boolean) {
  const pills = scopePills(token)
  const ended = endedOf(token, now)
  const more = pills.length - MOST_PILLS
  return {
    name: token.name,
    hint: hintInWords(prefix, token),
    kind: 'Personal',
    href: hrefOf(token.id),
    duplicateHref: duplicateHref(token.id),
    scopes: pills.slice(0, MOST_PILLS),
    moreScopes: more > 0 ? `and ${more} more` : undefined,
    created: toMoment(token.createdAt, now),
    expires: expiresOf(token, now),
    note: replacementNote(token),
    lastUsed: lastUsedOf(token, now),
    ended,
    canRotate: ended === undefined && token.rotatedTo === null && !isMintingOff,
    canRevoke: ended === undefined,
  }
}

const NOTHING: Readonly<Record<Shown, { title: string; text: string }>> = {
  active: {
    title: 'No active tokens',
    text: 'None of your tokens works at the moment. Generate a new one, or look at the ended ones above.',
  },
  expiring: { title: 'Nothing expires soon', text: 'None of your tokens ends within the next 14 days.' },
  expired: { title: 'No expired tokens', text: 'Tokens whose time has run out stay listed here.' },
  revoked: {
    title: 'No revoked tokens',
    text: 'Tokens that were revoked or replaced stay listed here, with who did it, when and why.',
  },
}

function explainEmpty({ filter, search }: ListQuery, hasAny: boolean) {
  if (!hasAny) {
    return {
      title: 'No tokens yet',
      text: 'A personal access token lets a script, a CI job or an agent act for you, with only the access that you choose and only until a date that you set.',
      canGenerate: true,
    }
  }
  if (search !== '') {
    return {
      title: 'Nothing found',
      text: `No token here has “${search}” in its name or at the end of its secret.`,
      backHref: `/account/tokens?show=${filter}`,
      backLabel: 'Clear the search',
    }
  }
  return NOTHING[filter]
}
