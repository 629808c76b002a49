import type { AccountKind, AccountState, ListedAccount, Role } from '../../../../accounts/index.ts'
import { toMoment } from '../../moments.ts'
import { type Choice, readChoice, viewFilter, withQuery } from '../choice.ts'
import { accountHref, accountPills, lastSeenOf } from './account-view.ts'

const ROLES: readonly Choice<Role>[] = [
  { value: '', label: 'Any role' },
  { value: 'admin', label: 'Administrators' },
  { value: 'member', label: 'Members' },
]
const STATES: readonly Choice<AccountState>[] = [
  { value: '', label: 'Any state' },
  { value: 'active', label: 'Active' },
  { value: 'invited', label: 'Invited' },
  { value: 'disabled', label: 'Disabled' },
]
const KINDS: readonly Choice<AccountKind>[] = [
  { value: '', label: 'Any kind' },
  { value: 'person', label: 'People' },
  { value: 'service', label: 'Service accounts' },
]

type Filter = {
  readonly text: string
  readonly role: Role | undefined
  readonly state: AccountState | undefined
  readonly kind: AccountKind | undefined
}

/** Anything that is not one of the choices filters nothing. */
export const readFilter = (parameter: (name: string) => string): Filter => ({
  text: parameter('search').slice(0, 100),
  role: readChoice(ROLES, parameter('role')),
  state: readChoice(STATES, parameter('state')),
  kind: readChoice(KINDS, parameter('kind')),
})

type Given = {
  readonly accounts: readonly ListedAccount[]
  readonly filter: Filter
  /** Where the next page begins. */
  readonly next: string | undefined
  readonly isFirst: boolean
  readonly now: Date
}

export function viewAccounts({ accounts, filter, next, isFirst, now }: Given) {
  const { text, role, state, kind } = filter
  const isFiltered = text !== '' || role !== undefined || state !== undefined || kind !== undefined
  const hrefAfter = (after: string | undefined) =>
    withQuery('/admin/accounts', { search: text, role, state, kind, after })
  return {
    search: text,
    filters: [
      viewFilter('role', 'Role', ROLES, role),
      viewFilter('state', 'State', STATES, state),
      viewFilter('kind', 'Kind', KINDS, kind),
    ],
    isFiltered,
    accounts: accounts.map((account) => viewRow(account, now)),
    first: isFirst ? undefined : hrefAfter(undefined),
    next: next === undefined ? undefined : hrefAfter(next),
  }
}

const viewRow = (account: ListedAccount, now: Date) => ({
  href: accountHref(account.id),
  name: account.name,
  email: account.email,
  isPerson: account.kind === 'person',
  pills: accountPills(account),
  tokens: account.activeTokens,
  tokensHref: `/admin/tokens?account=${account.id}&state=active`,
  lastSeen: lastSeenOf(account, now),
  created: toMoment(account.createdAt, now),
})
