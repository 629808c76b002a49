import { type Account, accountState, type ListedAccount } from '../../../../accounts/index.ts'
import { liveCountInWords } from '../../../../tokens/index.ts'
import { type Moment, toMoment } from '../../moments.ts'

export const accountHref = (id: string): string => `/admin/accounts/${id}`

const STATES = {
  active: undefined,
  invited: { label: 'Invited', tone: 'amber' },
  disabled: { label: 'Disabled', tone: 'red' },
} as const

/** What sets an account apart: its role, its kind, and that it cannot be used. */
export function accountPills(account: ListedAccount): { label: string; tone: string }[] {
  return [
    account.role === 'admin' ? [{ label: 'Administrator', tone: 'green' }] : [],
    account.kind === 'service' ? [{ label: 'Service account', tone: 'plain' }] : [],
    STATES[accountState(account)] ?? [],
  ].flat()
}

export const roleInWords = ({ role, kind }: Pick<Account, 'role' | 'kind'>): string =>
  kind === 'service' ? 'Service account' : role === 'admin' ? 'Administrator' : 'Member'

export const lastSeenOf = ({ lastSeenAt }: ListedAccount, now: Date): Moment | undefined =>
  lastSeenAt === null ? undefined : toMoment(lastSeenAt, now)

/** As `counted`, of what `countLiveWith` counted. */
export const countedLive = (count: number, one: string, many: string): string =>
  `${liveCountInWords(count)} ${count === 1 ? one : many}`

export const counted = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`
