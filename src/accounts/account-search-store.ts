import type { Executor } from '../database/index.ts'
import type { AccountSearch, AccountState, ListedAccount } from './listed-account.ts'

const STATES: Record<AccountState, string> = {
  active: "a.disabled_at is null and (a.kind = 'service' or a.password_hash is not null)",
  disabled: 'a.disabled_at is not null',
  invited: "a.disabled_at is null and a.kind = 'person' and a.password_hash is null",
}

/** Accounts with what administrators ask about them: one query for a page of them. */
export function accountSearchStore(tx: Executor) {
  return {
    async find(id: string, now: Date): Promise<ListedAccount | undefined> {
      const [found]: ListedAccount[] = await tx.query(`${LISTED} where a.id = $2`, [now, id])
      return found
    },

    async search(
      { text, role, state, kind, after }: AccountSearch & { readonly text: string; readonly after: string },
      { limit, now }: { limit: number; now: Date },
    ): Promise<ListedAccount[]> {
      const pattern = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
      return await tx.query(
        `${LISTED}
          where a.email > $2 and ($3 = '%%' or a.email ilike $3 or a.name ilike $3)
            and ($4::text is null or a.role = $4) and ($5::text is null or a.kind = $5)
            and ${state === undefined ? 'true' : STATES[state]}
          order by a.email
          limit $6`,
        [now, after, pattern, role ?? null, kind ?? null, limit],
      )
    },
  }
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
