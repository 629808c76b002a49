import { type Account, serviceAddress } from '../accounts/index.ts'
import type { Executor } from '../database/index.ts'
import { isId } from '../lib/index.ts'
import type { ListedOrganization, ListedWorkspace, Organization, Workspace } from './organization.ts'
import { organizationEntity, workspaceEntity } from './organization-entities.ts'

type Changes = { slug?: string; name?: string; disabledAt?: Date | null }

export function organizationStore(tx: Executor) {
  const organizations = tx.getRepository(organizationEntity)
  const workspaces = tx.getRepository(workspaceEntity)
  return {
    insert: async (row: Organization): Promise<void> => void (await organizations.insert(row)),

    find: async (id: string): Promise<Organization | undefined> =>
      isId(id) ? ((await organizations.findOneBy({ id })) ?? undefined) : undefined,

    /**
     * To the end of the transaction: what changes an organization's members takes turns. Tokens that are minted in it
     * meanwhile do not wait.
     */
    lock: async (id: string): Promise<Organization | undefined> =>
      isId(id)
        ? ((await organizations.findOne({ where: { id }, lock: { mode: 'for_no_key_update' } })) ?? undefined)
        : undefined,

    findBySlug: async (slug: string): Promise<Organization | undefined> =>
      (await organizations.findOneBy({ slug })) ?? undefined,

    update: async (id: string, changes: Changes): Promise<void> =>
      void (await organizations.update({ id }, changes)),

    /** A service account's address says whose it is, so it follows the organization's slug. */
    moveServiceAccounts: async (organizationId: string, slug: string): Promise<void> =>
      void (await tx.query(
        `update account set email = split_part(email, '@', 1) || $2 where organization_id = $1`,
        [organizationId, serviceAddress('', slug)],
      )),

    list: (): Promise<ListedOrganization[]> =>
      tx.query(
        `select o.id, o.slug, o.name, o.created_at as "createdAt", o.disabled_at as "disabledAt",
                (select count(*)::int from organization_membership m where m.organization_id = o.id) as members,
                (select count(*)::int from workspace w where w.organization_id = o.id) as workspaces,
                (select count(*)::int from account a where a.organization_id = o.id) as "serviceAccounts"
           from organization o order by o.slug`,
      ),

    insertWorkspace: async (row: Workspace): Promise<void> => void (await workspaces.insert(row)),

    findWorkspace: async (
      by: { organizationId: string } & ({ id: string } | { slug: string }),
    ): Promise<Workspace | undefined> => (await workspaces.findOneBy(by)) ?? undefined,

    lockWorkspace: async (id: string): Promise<Workspace | undefined> =>
      isId(id)
        ? ((await workspaces.findOne({ where: { id }, lock: { mode: 'for_no_key_update' } })) ?? undefined)
        : undefined,

    updateWorkspace: async (id: string, changes: Changes): Promise<void> =>
      void (await workspaces.update({ id }, changes)),

    listWorkspaces: (organizationId: string): Promise<ListedWorkspace[]> =>
      tx.query(
        `select w.id, w.organization_id as "organizationId", w.slug, w.name, w.created_at as "createdAt",
                w.disabled_at as "disabledAt",
                (select count(*)::int from workspace_membership m where m.workspace_id = w.id) as members
           from workspace w where w.organization_id = $1 order by w.slug`,
        [organizationId],
      ),

    listServiceAccounts: (
      organizationId: string,
      now: Date,
    ): Promise<(Account & { activeTokens: number })[]> =>
      tx.query(
        `select a.id, a.kind, a.organization_id as "organizationId", a.email, a.name, a.role,
                a.created_at as "createdAt", a.disabled_at as "disabledAt",
                a.password_changed_at as "passwordChangedAt",
                (select count(*)::int from personal_access_token t
                  where t.account_id = a.id and t.revoked_at is null
                    and (t.expires_at is null or t.expires_at > $2)
                    and (t.retires_at is null or t.retires_at > $2)) as "activeTokens"
           from account a where a.organization_id = $1 order by a.email`,
        [organizationId, now],
      ),
  }
}
