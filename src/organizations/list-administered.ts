import { ask, type Executor } from '../database/index.ts'
import { isId, readLine } from '../lib/index.ts'
import type { PageOf } from './list-pages.ts'
import {
  isPlace,
  type MembershipRole,
  type Organization,
  type OrganizationDeps,
  type Place,
  type Workspace,
} from './organization.ts'

/** An organization, or one of its workspaces, of which an account is an administrator. Neither is disabled. */
export type Administered = {
  readonly organization: Organization
  readonly workspace: Workspace | null
  /** What the account is in each. Who administers an organization does so in its workspaces, a member of them or not. */
  readonly inOrganization: MembershipRole
  readonly inWorkspace: MembershipRole | null
}

export type AdministeredAsked = {
  /** Any part of a name, or of a slug as it is written in links: `acme/build`. */
  readonly text?: string | undefined
  /** `next` of the page before. */
  readonly after?: string | undefined
  readonly limit: number
  /** Only this place; with an organization its workspaces, too. */
  readonly within?: Place | undefined
}

/** By the organizations' slugs, each before its workspaces, and these by theirs. */
export async function listAdministered(
  { database }: Pick<OrganizationDeps, 'database'>,
  accountId: string,
  { text = '', after = '', limit, within }: AdministeredAsked,
): Promise<PageOf<Administered>> {
  const [line, cursor] = [readLine(text), readLine(after)]
  const isGood = isId(accountId) && (within === undefined || isPlace(within))
  // What no database stores is found nowhere.
  if (!isGood || line === undefined || cursor === undefined) return { items: [], next: undefined }
  const [organization = '', workspace = ''] = cursor.split('/')
  const place = [within?.organizationId ?? null, within?.workspaceId ?? null]
  const values = [accountId, line, organization, workspace, limit + 1, ...place]
  const items = (await readRows(database.manager, values)).map(toAdministered)
  const page = items.slice(0, limit)
  return { items: page, next: items.length > limit ? keyOf(page.at(-1)) : undefined }
}

/** Nothing comes before `/`: after a page without anything on it the next one begins at the start. */
const keyOf = (last: Administered | undefined): string =>
  `${last?.organization.slug ?? ''}/${last?.workspace?.slug ?? ''}`

type Row = Organization & {
  readonly role: MembershipRole
  readonly workspaceId: string | null
  readonly workspaceSlug: string
  readonly workspaceName: string
  readonly workspaceCreatedAt: Date
  readonly inWorkspace: MembershipRole | null
}

const readRows = (tx: Executor, values: readonly unknown[]): Promise<Row[]> =>
  ask(tx, { name: 'administered-by', text: ADMINISTERED, values })

function toAdministered({ role, inWorkspace, ...row }: Row): Administered {
  const { id, slug, name, createdAt, disabledAt, workspaceId } = row
  const workspace = {
    organizationId: id,
    slug: row.workspaceSlug,
    name: row.workspaceName,
    createdAt: row.workspaceCreatedAt,
    disabledAt: null,
  }
  return {
    organization: { id, slug, name, createdAt, disabledAt },
    workspace: workspaceId === null ? null : { ...workspace, id: workspaceId },
    inOrganization: role,
    inWorkspace,
  }
}

/** Of each organization no more than fits on the page, in the order of the index of its workspaces. */
const workspacesOf = (from: string, condition: string): string => `
  (select w.id, w.slug, w.name, w.created_at, held.role
     from ${from}
    where ${condition} and w.organization_id = o.id and w.disabled_at is null and ($7::uuid is null or w.id = $7)
      and (o.slug > $3 or w.slug > $4) and ${hasText(`o.slug || '/' || w.slug`, 'w.name', 'o.name')}
    order by w.slug limit $5)`

const hasText = (...parts: string[]): string =>
  `($2 = '' or position(lower($2) in lower(concat_ws(e'\\n', ${parts.join(', ')}))) > 0)`

/** $1 the account, $2 a text, $3 and $4 the slugs that the page comes after, $5 how many, $6 and $7 the place. */
const ADMINISTERED = `
  select o.id, o.slug, o.name, o.created_at as "createdAt", o.disabled_at as "disabledAt", o.role,
         p.id as "workspaceId", p.slug as "workspaceSlug", p.name as "workspaceName",
         p.created_at as "workspaceCreatedAt", p.role as "inWorkspace"
    from (select o.*, m.role from organization_membership m join organization o on o.id = m.organization_id
           where m.account_id = $1 and o.disabled_at is null and o.slug >= $3 and ($6::uuid is null or o.id = $6)
           order by o.slug) o
    cross join lateral (
      (select null::uuid as id, '' as slug, null as name, null::timestamptz as created_at, null as role
        where o.role = 'admin' and $7::uuid is null and ${hasText('o.slug', 'o.name')})
      union all ${workspacesOf(
        'workspace w left join workspace_membership held on held.workspace_id = w.id and held.account_id = $1',
        `o.role = 'admin'`,
      )}
      union all ${workspacesOf(
        'workspace_membership held join workspace w on w.id = held.workspace_id',
        `o.role <> 'admin' and held.organization_id = o.id and held.account_id = $1 and held.role = 'admin'`,
      )}
    ) p
   where (o.slug, p.slug) > ($3, $4)
   order by o.slug, p.slug limit $5`
