import type { Executor } from '../database/index.ts'
import type { AccountSearch, AccountState, ListedAccount } from './listed-account.ts'

const STATES: Record<AccountState, string> = {
  active: "a.disabled_at is null and (a.kind = 'service' or a.password_hash is not null)",
  disabled: 'a.disabled_at is not null',
  invited: "a.disabled_at is null and a.kind = 'person' and a.password_hash is null",
}

/** What is rarer than this is found by its index, and sorted; what is not is found soon by looking on from the cursor. */
const RARE = 2_000

/** As an index has it. */
const LAST_NAME = `lower(substring(a.name from '[^ ]+$'))`

type Asked = AccountSearch & { readonly text: string; readonly after: string; readonly mostLookedAt: number }

type Found = {
  readonly accounts: ListedAccount[]
  /** What comes after this address was not looked at; absent where nothing does, or `accounts` is full. */
  readonly through: string | undefined
}

/** Accounts with what administrators ask about them: a page of them, for which a bounded number is looked at. */
export function accountSearchStore(tx: Executor) {
  return {
    async find(id: string, now: Date): Promise<ListedAccount | undefined> {
      const [found]: ListedAccount[] = await tx.query(`${LISTED} where a.id = $2`, [now, id])
      return found
    },

    async search(asked: Asked, { limit, now }: { limit: number; now: Date }): Promise<Found> {
      const { text, role, state, kind, after, mostLookedAt } = asked
      const pattern = `${text.replaceAll(/[\\%_]/g, '\\$&')}%`
      const rare = text === '' ? undefined : await findRare(tx, pattern)
      const source = (columns: string) => `
        select ${columns} from account a where a.email ~>~ $1 and ($2::uuid[] is null or a.id = any($2))
         order by a.email using ~<~ limit ${mostLookedAt}`
      const ids: { id: string }[] = await tx.query(
        `select a.id from (${source('a.*')}) a
          where ($2 is not null or $3 = '%' or a.email like lower($3) or lower(a.name) like lower($3)
                 or ${LAST_NAME} like lower($3))
            and ($4::text is null or a.role = $4) and ($5::text is null or a.kind = $5)
            and ${state === undefined ? 'true' : STATES[state]}
          order by a.email using ~<~ limit ${limit}`,
        [after, rare ?? null, pattern, role ?? null, kind ?? null],
      )
      const accounts: ListedAccount[] = await tx.query(
        `${LISTED} where a.id = any($2::uuid[]) order by a.email using ~<~`,
        [now, ids.map(({ id }) => id)],
      )
      if (accounts.length === limit) return { accounts, through: undefined }
      const end: { email: string }[] = await tx.query(`${source('a.email')} offset ${mostLookedAt - 1}`, [
        after,
        rare ?? null,
      ])
      return { accounts, through: end[0]?.email }
    },
  }
}

/** All that are meant by how an address or a name begins, where these are few; in the order of the indexes, so that they are read. */
async function findRare(tx: Executor, pattern: string): Promise<string[] | undefined> {
  const [found]: Record<'addressed' | 'named' | 'lastNamed', string[]>[] = await tx.query(
    `select array(select id from account where email like lower($1)
                   order by email using ~<~ limit ${RARE + 1}) as addressed,
            array(select id from account where lower(name) like lower($1)
                   order by lower(name) using ~<~ limit ${RARE + 1}) as named,
            array(select id from account a where ${LAST_NAME} like lower($1)
                   order by ${LAST_NAME} using ~<~ limit ${RARE + 1}) as "lastNamed"`,
    [pattern],
  )
  const all = found === undefined ? [] : [found.addressed, found.named, found.lastNamed]
  return all.some(({ length }) => length > RARE) ? undefined : [...new Set(all.flat())]
}

const LISTED = `
  select a.id, a.kind, a.organization_id as "organizationId", a.email, a.name, a.role, a.created_at as "createdAt",
         a.disabled_at as "disabledAt", a.password_changed_at as "passwordChangedAt",
         a.password_hash is not null as "hasPassword",
         (select count(*)::int from personal_access_token t
           where t.account_id = a.id and t.revoked_at is null
             and (t.expires_at is null or t.expires_at > $1)
             and (t.retires_at is null or t.retires_at > $1)) as "activeTokens",
         (select max(s.last_seen_at) from session s where s.account_id = a.id) as "lastSeenAt"
    from account a`
