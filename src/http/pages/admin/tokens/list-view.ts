import { isId, readLine } from '../../../../lib/index.ts'
import type { TokenKind } from '../../../../policy/index.ts'
import { ADMIN_SCOPE, type Module, scopesOf } from '../../../../scopes/index.ts'
import type { Token, TokenSearch } from '../../../../tokens/index.ts'
import { type RowOptions, viewRow } from '../../tokens/row-view.ts'
import { accountHref } from '../accounts/account-view.ts'
import { type Choice, readChoice, viewFilter, withQuery } from '../choice.ts'

const STATES: readonly Choice<NonNullable<TokenSearch['state']>>[] = [
  { value: '', label: 'Any state' },
  { value: 'active', label: 'Active' },
  { value: 'expiring', label: 'Expiring within 14 days' },
  { value: 'suspended', label: 'Inactive' },
  { value: 'expired', label: 'Expired' },
  { value: 'revoked', label: 'Revoked' },
]
const KINDS: readonly Choice<TokenKind>[] = [
  { value: '', label: 'Any kind' },
  { value: 'personal', label: 'Personal' },
  { value: 'workspace', label: 'Of a workspace' },
  { value: 'organization', label: 'Of an organization' },
]
const USES: readonly Choice<NonNullable<TokenSearch['use']>>[] = [
  { value: '', label: 'Used or not' },
  { value: 'never', label: 'Never used' },
  { value: 'idle90', label: 'Not for 90 days' },
]
const AGES: readonly Choice<NonNullable<TokenSearch['age']>>[] = [
  { value: '', label: 'Any age' },
  { value: 'year', label: 'Older than a year' },
]

/** Of all scopes that there are; a scope that has gone since can be found by its name in the address. */
const scopeChoices = (modules: readonly Module[], chosen: string | undefined): Choice<string>[] => {
  const known = [...modules.flatMap(scopesOf), ADMIN_SCOPE]
  const all = chosen === undefined || known.includes(chosen) ? known : [...known, chosen]
  return [{ value: '', label: 'Any scope' }, ...all.map((scope) => ({ value: scope, label: scope }))]
}

type Parameter = 'text' | 'state' | 'kind' | 'use' | 'age' | 'scope' | 'account' | 'organization'

type Filter = Record<Parameter, string | undefined> & { readonly search: TokenSearch }

/** Anything that is not one of the choices filters nothing. */
export function readFilter(parameter: (name: string) => string): Filter {
  const said = {
    text: parameter('search').slice(0, 100) || undefined,
    state: readChoice(STATES, parameter('state')),
    kind: readChoice(KINDS, parameter('kind')),
    use: readChoice(USES, parameter('use')),
    age: readChoice(AGES, parameter('age')),
    scope: readLine(parameter('scope').slice(0, 100)) || undefined,
    account: isId(parameter('account')) ? parameter('account') : undefined,
    organization: isId(parameter('organization')) ? parameter('organization') : undefined,
  }
  const { account: accountId, organization: organizationId, ...rest } = said
  const search: TokenSearch = Object.fromEntries(
    Object.entries({ ...rest, accountId, organizationId }).filter(([, value]) => value !== undefined),
  )
  return { ...said, search }
}

/** Whose tokens alone are shown. */
export type Owner = {
  readonly parameter: 'account' | 'organization'
  readonly id: string
  readonly name: string
  readonly href: string
}

type Given = RowOptions & {
  readonly tokens: readonly Token[]
  readonly filter: Filter
  readonly owner: Owner | undefined
  readonly modules: readonly Module[]
  readonly next: string | undefined
  readonly isFirst: boolean
}

export function viewTokens({ tokens, filter, owner, modules, next, isFirst, ...options }: Given) {
  const { text, state, kind, use, age, scope, account, organization } = filter
  const parameters = { search: text, state, kind, scope, use, age, account, organization }
  const hrefAfter = (before: string | undefined) => withQuery('/admin/tokens', { ...parameters, before })
  const rows = tokens.map((token) => ({
    ...viewRow(token, options),
    id: token.id,
    account: { href: accountHref(token.accountId), name: token.accountName, email: token.accountEmail },
  }))
  return {
    search: text ?? '',
    owner,
    filters: [
      viewFilter('state', 'State', STATES, readChoice(STATES, state ?? '')),
      viewFilter('kind', 'Kind', KINDS, readChoice(KINDS, kind ?? '')),
      viewFilter('scope', 'Scope', scopeChoices(modules, scope), scope),
      viewFilter('use', 'Use', USES, readChoice(USES, use ?? '')),
      viewFilter('age', 'Age', AGES, readChoice(AGES, age ?? '')),
    ],
    isFiltered: Object.values(parameters).some((part) => part !== undefined),
    tokens: rows,
    hasLive: rows.some(({ ended }) => ended === undefined),
    first: isFirst ? undefined : hrefAfter(undefined),
    next: next === undefined ? undefined : hrefAfter(next),
  }
}
