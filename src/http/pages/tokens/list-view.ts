import { MOST_SORTED, type TokenFilter, type TokenList, type TokenOrder } from '../../../tokens/index.ts'
import { withQuery } from '../admin/choice.ts'
import { type RowOptions, viewRow } from './row-view.ts'

type Shown = Exclude<TokenFilter, 'all'>

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

type Given = RowOptions &
  Omit<TokenList, 'isMintingOn'> & {
    readonly query: ListQuery
    /** The last token of the page before; empty on the first. */
    readonly before: string
    /** The address of the list. */
    readonly path: string
    /** Whose tokens they are: `Your`, `Acme’s`. */
    readonly whose: string
    readonly none: { readonly title: string; readonly text: string; readonly canGenerate: boolean }
  }

/** What `tokens/counts` and `tokens/table` show: counts that filter, a search, and the rows. */
export function viewList({ tokens, counts, next, before, query, path, whose, none, ...options }: Given) {
  const hasAny = counts === undefined || counts.active + counts.expired + counts.revoked > 0
  const hrefAfter = (last: string | undefined) =>
    withQuery(path, {
      show: query.filter,
      search: query.search || undefined,
      sort: query.order,
      before: last,
    })
  return {
    path,
    isMintingOff: options.isMintingOff,
    filter: query.filter,
    search: query.search,
    isEnded: query.filter === 'expired' || query.filter === 'revoked',
    showTools: hasAny,
    counts: FILTERS.map(({ show, label, tone }) => ({
      label,
      value: counts?.[show],
      href: `${path}?show=${show}`,
      isCurrent: show === query.filter,
      tone: (counts?.[show] ?? 0) > 0 ? tone : 'plain',
    })),
    sorts: counts && ORDERS.map((order) => ({ ...order, isSelected: order.value === query.order })),
    many: counts === undefined ? MOST_SORTED.toLocaleString('en') : undefined,
    first: before === '' ? undefined : hrefAfter(undefined),
    next: next === undefined ? undefined : hrefAfter(next),
    caption: `${whose} ${query.filter} tokens`,
    tokens: tokens.map((token) => viewRow(token, options)),
    empty:
      tokens.length === 0
        ? explainEmpty(query, path, hasAny ? undefined : none, next !== undefined && hrefAfter(next))
        : undefined,
  }
}

const NOTHING: Readonly<Record<Shown, { title: string; text: string }>> = {
  active: {
    title: 'No active tokens',
    text: 'None of the tokens here works at the moment. Generate a new one, or look at the others above.',
  },
  expiring: { title: 'Nothing expires soon', text: 'None of the tokens here ends within the next 14 days.' },
  expired: { title: 'No expired tokens', text: 'Tokens whose time has run out stay listed here.' },
  revoked: {
    title: 'No revoked tokens',
    text: 'Tokens that were revoked or replaced stay listed here, with who did it, when and why.',
  },
}

function explainEmpty(
  { filter, search }: ListQuery,
  path: string,
  none: Given['none'] | undefined,
  next: string | false,
) {
  if (none !== undefined) return none
  if (next !== false) {
    return {
      title: 'Nothing found so far',
      text: 'There are more tokens to look through.',
      backHref: next,
      backLabel: 'Look further',
    }
  }
  if (search !== '') {
    return {
      title: 'Nothing found',
      text: `No token here has “${search}” in its name or at the end of its secret.`,
      backHref: `${path}?show=${filter}`,
      backLabel: 'Clear the search',
    }
  }
  return NOTHING[filter]
}
