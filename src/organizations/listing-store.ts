import type { Account } from '../accounts/index.ts'
import type { Executor } from '../database/index.ts'
import { MOST_COUNTED } from './counted.ts'
import type { ListedOrganization, ListedWorkspace } from './organization.ts'

/** How many are looked at for one page. */
const MOST_LOOKED_AT = 20_000

/** What comes after `after`, in the order of a list: the first page begins after nothing. */
export type Asked = { readonly after: string; readonly limit: number }

/** `through`: what comes after it was not looked at; absent where nothing does, or the page is full. */
export type Found<Row> = { readonly rows: Row[]; readonly through: string | undefined }

/** A page at a time of what may be thousands: each is read by an index, and what is in it is counted up to a bound. */
export function listingStore(tx: Executor) {
  return {
    /** By slug; `text` is any part of the slug or the name. */
    async searchOrganizations(text: string, { after, limit }: Asked): Promise<Found<ListedOrganization>> {
      const source = (columns: string) =>
        `select ${columns} from organization o where o.slug > $1 order by o.slug limit ${MOST_LOOKED_AT}`
      const rows: ListedOrganization[] = await tx.query(
        `select o.id, o.slug, o.name, o.created_at as "createdAt", o.disabled_at as "disabledAt",
                ${countOf('organization_membership m where m.organization_id = o.id')} as members,
                ${countOf('workspace w where w.organization_id = o.id')} as workspaces,
                ${countOf('account a where a.organization_id = o.id')} as "serviceAccounts"
           from (${source('*')}) o
          where $2 = '' or position(lower($2) in o.slug) > 0 or position(lower($2) in lower(o.name)) > 0
          order by o.slug limit $3`,
        [after, text, limit],
      )
      if (rows.length === limit) return { rows, through: undefined }
      const [end]: { slug: string }[] = await tx.query(`${source('o.slug')} offset ${MOST_LOOKED_AT - 1}`, [
        after,
      ])
      return { rows, through: end?.slug }
    },

    /** By slug; with `memberId`, only those that this account is a member of. */
    listWorkspaces: (
      organizationId: string,
      { after, limit, memberId }: Asked & { readonly memberId: string | null },
    ): Promise<ListedWorkspace[]> =>
      tx.query(
        `select w.id, w.organization_id as "organizationId", w.slug, w.name, w.created_at as "createdAt",
                w.disabled_at as "disabledAt",
                ${countOf('workspace_membership m where m.workspace_id = w.id')} as members
           from workspace w
          where w.organization_id = $1 and w.slug > $2
            and ($4::uuid is null or exists (select from workspace_membership m
                                              where m.workspace_id = w.id and m.account_id = $4))
          order by w.slug limit $3`,
        [organizationId, after, limit, memberId],
      ),

    /** By address. */
    listServiceAccounts: (
      organizationId: string,
      now: Date,
      { after, limit }: Asked,
    ): Promise<(Account & { activeTokens: number })[]> =>
      tx.query(
        `select a.id, a.kind, a.organization_id as "organizationId", a.email, a.name, a.role,
                a.created_at as "createdAt", a.disabled_at as "disabledAt",
                a.password_changed_at as "passwordChangedAt",
                ${countOf(`personal_access_token t
                  where t.account_id = a.id and t.revoked_at is null
                    and (t.expires_at is null or t.expires_at > $2)
                    and (t.retires_at is null or t.retires_at > $2)`)} as "activeTokens"
           from account a where a.organization_id = $1 and a.email > $3 order by a.email limit $4`,
        [organizationId, now, after, limit],
      ),
  }
}

/** One more than are counted, where there are more. */
const countOf = (rows: string): string =>
  `(select count(*)::int from (select from ${rows} limit ${MOST_COUNTED + 1}) counted)`
