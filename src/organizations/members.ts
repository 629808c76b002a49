import { AccountNotFound, type Accounts } from '../accounts/index.ts'
import { type Actor, record } from '../audit/index.ts'
import type { Executor } from '../database/index.ts'
import { isId } from '../lib/index.ts'
import {
  AlreadyMember,
  NotAMember,
  OrganizationNotFound,
  ServiceAccountIsNoMember,
  WorkspaceNotFound,
} from './errors.ts'
import { membershipStore } from './membership-store.ts'
import type { MembershipRole, OrganizationDeps, Place } from './organization.ts'
import { organizationStore } from './organization-store.ts'

/** Whose membership of what. */
export type MembershipKey = Place & { readonly accountId: string }

/**
 * Makes a person a member. Who is added to a workspace becomes a plain member of its organization too, where that is
 * missing. Of two who add the same person at once, one is told that it is done.
 * @throws {AccountNotFound | ServiceAccountIsNoMember | OrganizationNotFound | WorkspaceNotFound | AlreadyMember}
 */
export async function addMember(
  deps: OrganizationDeps & { readonly accounts: Accounts },
  by: Actor,
  { role, ...key }: MembershipKey & { readonly role: MembershipRole },
): Promise<void> {
  const { accountId, organizationId } = key
  const account = await deps.accounts.find(accountId)
  if (account === undefined) throw new AccountNotFound({ id: accountId })
  if (account.kind === 'service') throw new ServiceAccountIsNoMember({ id: accountId })
  await deps.database.transaction(async (tx) => {
    await lockPlace(tx, key)
    const store = membershipStore(tx)
    if ((await store.findRole(key)) !== undefined) throw new AlreadyMember({ ...key })
    const add = async (place: Place, as: MembershipRole) => {
      const createdAt = deps.clock()
      await store.insert({ ...place, accountId, role: as, createdAt })
      await record(tx, createdAt, { name: 'membership.added', by, ...describe({ ...place, accountId }, as) })
    }
    const isOutside = (await store.findRole({ organizationId, accountId })) === undefined
    if (key.workspaceId !== undefined && isOutside) await add({ organizationId }, 'member')
    await add({ organizationId, workspaceId: key.workspaceId }, role)
  })
}

/**
 * The role it has already changes nothing.
 * @throws {OrganizationNotFound | WorkspaceNotFound | NotAMember}
 */
export async function changeMember(
  { database, clock }: OrganizationDeps,
  by: Actor,
  { role, ...key }: MembershipKey & { readonly role: MembershipRole },
): Promise<void> {
  await database.transaction(async (tx) => {
    const before = await lockMembership(tx, key)
    if (before === role) return
    await membershipStore(tx).setRole(key, role)
    await record(tx, clock(), { name: 'membership.changed', by, ...describe(key, role) })
  })
}

/**
 * Who leaves an organization leaves its workspaces. What they made for it stays there.
 * @throws {OrganizationNotFound | WorkspaceNotFound | NotAMember}
 */
export async function removeMember(
  { database, clock }: OrganizationDeps,
  by: Actor,
  key: MembershipKey,
): Promise<void> {
  await database.transaction(async (tx) => {
    const role = await lockMembership(tx, key)
    await membershipStore(tx).delete(key)
    await record(tx, clock(), { name: 'membership.removed', by, ...describe(key, role) })
  })
}

async function lockMembership(tx: Executor, key: MembershipKey): Promise<MembershipRole> {
  await lockPlace(tx, key)
  const role = isId(key.accountId) ? await membershipStore(tx).findRole(key) : undefined
  if (role === undefined) throw new NotAMember({ ...key })
  return role
}

/** One change of an organization's members at a time. @throws {OrganizationNotFound | WorkspaceNotFound} */
async function lockPlace(tx: Executor, { organizationId, workspaceId }: Place): Promise<void> {
  const store = organizationStore(tx)
  if ((await store.lock(organizationId)) === undefined) throw new OrganizationNotFound({ organizationId })
  if (workspaceId === undefined) return
  const workspace = isId(workspaceId)
    ? await store.findWorkspace({ organizationId, id: workspaceId })
    : undefined
  if (workspace === undefined) throw new WorkspaceNotFound({ workspaceId })
}

const describe = ({ organizationId, workspaceId, accountId }: MembershipKey, role: MembershipRole) => ({
  accountId,
  organizationId,
  data: workspaceId === undefined ? { role } : { workspaceId, role },
})
