import { ask, type Executor } from '../database/index.ts'
import type { Member, MembershipRole, Organization, Place } from './organization.ts'
import { organizationMembershipEntity, workspaceMembershipEntity } from './organization-entities.ts'

type Key = Place & { readonly accountId: string }
type Row = Key & { readonly role: MembershipRole; readonly createdAt: Date }

type Roles = {
  readonly organization: MembershipRole | null
  readonly workspace: MembershipRole | null
  readonly hasWorkspace: boolean
}

/** SQL, over an account `a`: whether it is of any organization at all. */
export const IS_IN_ORGANIZATION = `
  a.organization_id is not null or exists (select from organization_membership m where m.account_id = a.id)`

/** Memberships of organizations and, where the place names one, of workspaces. */
export function membershipStore(tx: Executor) {
  const organizations = tx.getRepository(organizationMembershipEntity)
  const workspaces = tx.getRepository(workspaceMembershipEntity)
  return {
    async insert({ workspaceId, ...row }: Row): Promise<void> {
      if (workspaceId === undefined) await organizations.insert(row)
      else await workspaces.insert({ ...row, workspaceId })
    },

    async findRole({ organizationId, workspaceId, accountId }: Key): Promise<MembershipRole | undefined> {
      const where = { organizationId, accountId }
      const found =
        workspaceId === undefined
          ? await organizations.findOneBy(where)
          : await workspaces.findOneBy({ ...where, workspaceId })
      return found?.role
    },

    /** Both roles, and whether the workspace is one of the organization at all. */
    async findRoles(accountId: string, { organizationId, workspaceId }: Place): Promise<Roles> {
      const [row]: Roles[] = await tx.query(
        `select (select role from organization_membership
                  where organization_id = $1 and account_id = $2) as organization,
                (select role from workspace_membership
                  where organization_id = $1 and account_id = $2 and workspace_id = $3) as workspace,
                exists(select from workspace where organization_id = $1 and id = $3) as "hasWorkspace"`,
        [organizationId, accountId, workspaceId ?? null],
      )
      return row ?? { organization: null, workspace: null, hasWorkspace: false }
    },

    async setRole({ organizationId, workspaceId, accountId }: Key, role: MembershipRole): Promise<void> {
      const where = { organizationId, accountId }
      if (workspaceId === undefined) await organizations.update(where, { role })
      else await workspaces.update({ ...where, workspaceId }, { role })
    },

    /** Who leaves an organization leaves its workspaces: the database sees to it. */
    async delete({ organizationId, workspaceId, accountId }: Key): Promise<void> {
      const where = { organizationId, accountId }
      if (workspaceId === undefined) await organizations.delete(where)
      else await workspaces.delete({ ...where, workspaceId })
    },

    /** All of them, or the one with this account. */
    listMembers: ({ organizationId, workspaceId }: Place, accountId?: string): Promise<Member[]> =>
      tx.query(
        `select a.id as "accountId", a.email, a.name, a.kind, a.disabled_at as "disabledAt", m.role,
                m.created_at as since
           from ${workspaceId === undefined ? 'organization_membership' : 'workspace_membership'} m
           join account a on a.id = m.account_id
          where m.organization_id = $1 and ($2::uuid is null or m.account_id = $2)
            ${workspaceId === undefined ? '' : 'and m.workspace_id = $3'}
          order by a.email`,
        [organizationId, accountId ?? null, ...(workspaceId === undefined ? [] : [workspaceId])],
      ),

    /**
     * By the slugs of the organizations, and of the workspaces in them: a row for each workspace, one where there is none. A service
     * account's own organization is among them, without a role.
     */
    listOf: (accountId: string): Promise<MembershipRow[]> =>
      ask(tx, { name: 'memberships-of', text: MEMBERSHIPS, values: [accountId] }),
  }
}

export type MembershipRow = Organization & {
  readonly role: MembershipRole | null
  readonly workspaceId: string | null
  readonly workspaceSlug: string
  readonly workspaceName: string
  readonly workspaceCreatedAt: Date
  readonly workspaceDisabledAt: Date | null
  readonly workspaceRole: MembershipRole
}

/** The index of memberships of workspaces begins with their organization. */
const MEMBERSHIPS = `
  select o.id, o.slug, o.name, o.created_at as "createdAt", o.disabled_at as "disabledAt", m.role,
         w.id as "workspaceId", w.slug as "workspaceSlug", w.name as "workspaceName",
         w.created_at as "workspaceCreatedAt", w.disabled_at as "workspaceDisabledAt", wm.role as "workspaceRole"
    from (select organization_id, role from organization_membership where account_id = $1
          union all
          select organization_id, null from account where id = $1 and organization_id is not null) m
    join organization o on o.id = m.organization_id
    left join workspace_membership wm on wm.organization_id = m.organization_id and wm.account_id = $1
    left join workspace w on w.id = wm.workspace_id
   order by o.slug, w.slug`
