import { type Actor, record } from '../audit/index.ts'
import { OrganizationNotFound } from './errors.ts'
import type { Organization, OrganizationDeps } from './organization.ts'
import { organizationStore } from './organization-store.ts'

/**
 * Disables an organization, or lets it go on. Its tokens, its workspaces' and its service accounts' are inactive on the
 * very next call, and are back when it is enabled. Its members keep their accounts and personal tokens. Doing it twice is
 * not an error.
 * @throws {OrganizationNotFound}
 */
export async function switchOrganization(
  { database, clock }: OrganizationDeps,
  by: Actor,
  id: string,
  to: 'on' | 'off',
): Promise<Organization> {
  return await database.transaction(async (tx) => {
    const store = organizationStore(tx)
    const organization = await store.lock(id)
    if (organization === undefined) throw new OrganizationNotFound({ id })
    if ((organization.disabledAt === null) === (to === 'on')) return organization
    const now = clock()
    const disabledAt = to === 'on' ? null : now
    await store.update(id, { disabledAt })
    const name = to === 'on' ? 'organization.enabled' : 'organization.disabled'
    await record(tx, now, { name, by, organizationId: id })
    return { ...organization, disabledAt }
  })
}
