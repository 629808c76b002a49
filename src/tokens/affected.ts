import type { Executor } from '../database/index.ts'
import type { EffectivePolicy } from '../policy/index.ts'
import { isLive } from './token-columns.ts'

/** Rows that are looked at for one page; an organization's lie scattered, and cost more to read. */
const MOST_LOOKED_AT = { all: 10_000, scattered: 1_500 } as const
const MOST_ACCOUNTS = 2_000
/** How many of them are read in full and judged. */
const MOST_JUDGED = 250

export type Sought = {
  /** `null`: of the whole instance. */
  readonly organizationId: string | null
  readonly now: Date
  /** The last moment for which it is asked who has not been used for too long. */
  readonly latest: Date
  /** The strictest that any token may be held to. */
  readonly policy: EffectivePolicy
  /** Whether others may do less: then any token may be one of them. */
  readonly mayNarrow: boolean
}

/** Ids of live tokens that a policy may end or narrow, the newest first; and whether these are all there are. */
export type Affected = { readonly ids: string[]; readonly isAll: boolean }

/** Looks at a bounded number of rows, however many there are. */
export async function findAffected(tx: Executor, sought: Sought): Promise<Affected> {
  const { organizationId, now, latest, policy, mayNarrow } = sought
  const most = organizationId === null ? MOST_LOOKED_AT.all : MOST_LOOKED_AT.scattered
  const source = organizationId === null ? newest(most) : ofOrganization(most)
  const values: unknown[] = [organizationId, now, latest, policy.maxDays, policy.allowNever, policy.kinds]
  values.push(policy.requireNetworks, policy.maxIdleDays, mayNarrow)
  const [found]: { ids: string[]; looked: number; accounts: number }[] = await tx.query(
    `with looked as materialized (${source}),
          accounts as materialized (select from (${ACCOUNTS}) a limit ${MOST_ACCOUNTS + 1})
     select array(select t.id from looked t where ${isLive('$2')} and ($9 or ${MAY_FAIL})
                   order by t.id desc limit ${MOST_JUDGED + 1}) as ids,
            (select count(*)::int from looked) as looked, (select count(*)::int from accounts) as accounts`,
    values,
  )
  const { ids, looked, accounts } = found ?? { ids: [], looked: 0, accounts: 0 }
  return {
    ids: ids.slice(0, MOST_JUDGED),
    isAll: ids.length <= MOST_JUDGED && looked < most && accounts <= MOST_ACCOUNTS,
  }
}

/** A policy that is stricter somewhere could end these: which one holds for a token is found out when it is read. */
const MAY_FAIL = `(t.expires_at is null and not $5::boolean or t.expires_at > t.created_at + make_interval(days => $4)
  or t.kind <> all($6::text[]) or ($7::boolean and t.networks = '{}')
  or coalesce(coalesce(t.last_used_at, t.created_at) <= $3::timestamptz - make_interval(days => $8::int), false))`

const COLUMNS = `t.id, t.kind, t.networks, t.created_at, t.expires_at, t.retires_at, t.retired, t.revoked_at, t.last_used_at`

const newest = (most: number): string =>
  `select ${COLUMNS} from personal_access_token t order by t.id desc limit ${most}`

/** The organization's service accounts and members, to whose tokens its policy counts. */
const ACCOUNTS = `
  (select id from account where organization_id = $1::uuid limit ${MOST_ACCOUNTS + 1})
  union all
  (select account_id from organization_membership where organization_id = $1::uuid limit ${MOST_ACCOUNTS + 1})`

const ofOrganization = (most: number): string => `
  select ${COLUMNS} from personal_access_token t where t.id = any(array(
    select mine.id from (
      (select id from personal_access_token where organization_id = $1::uuid order by id desc limit ${most})
      union
      (select t.id from (select id from (${ACCOUNTS}) a limit ${MOST_ACCOUNTS}) a
        cross join lateral (select id from personal_access_token
                             where account_id = a.id and revoked_at is null order by id desc limit ${most}) t
        limit ${most})) mine
     order by mine.id desc limit ${most}))`
