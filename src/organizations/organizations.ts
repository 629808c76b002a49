import type { Account, Accounts } from '../accounts/index.ts'
import type { Actor } from '../audit/index.ts'
import type { Executor } from '../database/index.ts'
import { isId } from '../lib/index.ts'
import { type Changed, changeOrganization } from './change.ts'
import { createOrganization, type NewOrganization } from './create.ts'
import { findAddable, type Whom } from './find-addable.ts'
import { findStandings } from './find-standings.ts'
import { type AdministeredAsked, listAdministered } from './list-administered.ts'
import {
  listMemberPage,
  listServiceAccountPage,
  listWorkspacePage,
  type PageAsked,
  searchOrganizations,
} from './list-pages.ts'
import { addMember, changeMember, type MembershipKey, removeMember } from './members.ts'
import { membershipStore } from './membership-store.ts'
import { membershipsOf } from './memberships-of.ts'
import {
  isPlace,
  type MembershipRole,
  type Organization,
  type OrganizationDeps,
  type Place,
  type Workspace,
} from './organization.ts'
import { organizationStore } from './organization-store.ts'
import { createServiceAccount, type NewServiceAccount } from './service-accounts.ts'
import { isSlug } from './slug.ts'
import { switchOrganization } from './switch.ts'
import { changeWorkspace, createWorkspace, type NewWorkspace, switchWorkspace } from './workspaces.ts'

type Given = MembershipKey & { readonly role: MembershipRole }

/** The room's verbs with their dependencies filled in. Whether the actor may is asked before, with `findStandings`. */
export function createOrganizations(deps: OrganizationDeps & { readonly accounts: Accounts }) {
  const store = organizationStore(deps.database.manager)
  const memberships = membershipStore(deps.database.manager)
  return {
    create: (by: Actor, given: NewOrganization) => createOrganization(deps, by, given),
    change: (by: Actor, id: string, given: Changed) => changeOrganization(deps, by, id, given),
    disable: (by: Actor, id: string) => switchOrganization(deps, by, id, 'off'),
    enable: (by: Actor, id: string) => switchOrganization(deps, by, id, 'on'),
    /** All of them, however many: pages have `search`. */
    list: () => store.list(),
    search: (asked?: PageAsked & { readonly text?: string | undefined }) => searchOrganizations(deps, asked),
    find: (id: string) => store.find(id),
    findBySlug: async (slug: string) => (isSlug(slug) ? await store.findBySlug(slug) : undefined),

    createWorkspace: (by: Actor, given: NewWorkspace) => createWorkspace(deps, by, given),
    changeWorkspace: (by: Actor, id: string, given: Changed) => changeWorkspace(deps, by, id, given),
    disableWorkspace: (by: Actor, id: string) => switchWorkspace(deps, by, id, 'off'),
    enableWorkspace: (by: Actor, id: string) => switchWorkspace(deps, by, id, 'on'),
    listWorkspaces: async (organizationId: string) =>
      isId(organizationId) ? await store.listWorkspaces(organizationId) : [],
    listWorkspacePage: (organizationId: string, asked?: PageAsked & { readonly memberId?: string | null }) =>
      listWorkspacePage(deps, organizationId, asked),
    /** By its id or its slug. */
    findWorkspace: async (organizationId: string, given: string) =>
      isId(organizationId) && isSlug(given) ? await findWorkspace(store, organizationId, given) : undefined,

    findAddable: (organization: Organization, whom: Whom, mayLetIn: boolean) =>
      findAddable(deps, organization, whom, mayLetIn),
    addMember: (by: Actor, given: Given) => addMember(deps, by, given),
    changeMember: (by: Actor, given: Given) => changeMember(deps, by, given),
    removeMember: (by: Actor, key: MembershipKey) => removeMember(deps, by, key),
    /** All of them, however many: pages have `listMemberPage`. */
    listMembers: async (place: Place) => (isPlace(place) ? await memberships.listMembers(place) : []),
    listMemberPage: (place: Place, asked?: PageAsked & { readonly text?: string | undefined }) =>
      listMemberPage(deps, place, asked),
    findMember: async (place: Place, accountId: string) =>
      isPlace(place) && isId(accountId) ? (await memberships.listMembers(place, accountId))[0] : undefined,
    membershipsOf: (accountId: string) => membershipsOf(deps, accountId),
    listAdministered: (accountId: string, asked: AdministeredAsked) =>
      listAdministered(deps, accountId, asked),
    /** `on`: the transaction that asks, which must not wait for a second connection. */
    findStandings: (account: Pick<Account, 'id' | 'role'>, place: Place, on?: Executor) =>
      findStandings(on ?? deps.database.manager, account, place),

    createServiceAccount: (by: Actor, given: NewServiceAccount) => createServiceAccount(deps, by, given),
    listServiceAccounts: async (organizationId: string) =>
      isId(organizationId) ? await store.listServiceAccounts(organizationId, deps.clock()) : [],
    listServiceAccountPage: (organizationId: string, asked?: PageAsked) =>
      listServiceAccountPage(deps, organizationId, asked),
  }
}

async function findWorkspace(
  store: ReturnType<typeof organizationStore>,
  organizationId: string,
  given: string,
): Promise<Workspace | undefined> {
  const byId = isId(given) ? await store.findWorkspace({ organizationId, id: given }) : undefined
  return byId ?? (await store.findWorkspace({ organizationId, slug: given }))
}

export type Organizations = ReturnType<typeof createOrganizations>
